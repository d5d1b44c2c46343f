import { describe, expect, it } from 'vitest';
import { cusumHeight, cusumRunLength } from '../../lib/stats/cusum.ts';

describe('cusumRunLength', () => {
  // Montgomery, Introduction to Statistical Quality Control (2009), 9.1.3: 938.2 by Siegmund's approximation, 930 exactly.
  it('is what Siegmund gives', () => {
    expect(cusumRunLength(0.5, 5)).toBeCloseTo(938.2, 0);
  });

  it('is within some per cent of the exact run length', () => {
    // Woodall & Adams (1993), The statistical design of CUSUM charts: two-sided run lengths, twice that on one side.
    expect(Math.abs(cusumRunLength(0.5, 4) / (2 * 168) - 1)).toBeLessThan(0.03);
  });
});

describe('cusumHeight', () => {
  it('is the height of a run length', () => {
    expect(cusumHeight(0.5, 938.2)).toBeCloseTo(5, 3);
    expect(cusumHeight(1.2, cusumRunLength(1.2, 2.5))).toBeCloseTo(2.5, 6);
  });
});
