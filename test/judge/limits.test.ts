import { describe, expect, it } from 'vitest';
import { isOutside, resolveLimits } from '../../lib/judge/limits.ts';

describe('resolveLimits', () => {
  it.each([
    [{ max: 0.2 }, null, { max: 0.2 }],
    [{ max_drop: 0.05 }, 0.8, { min: 0.75 }],
    [{ max_drop: '10%' }, 0.8, { min: 0.72 }],
    [{ max_rise: '20%' }, -5, { max: -4 }],
    [{ min: 0.7, max_drop: 0.05 }, 0.8, { min: 0.75 }],
    [{ min: 0.78, max_drop: 0.05 }, 0.8, { min: 0.78 }],
    [{ max_drop: 0.05 }, null, null],
    [{}, 0.8, null],
  ])('%j beside a baseline of %s is %j', (setting, reference, limits) => {
    const resolved = resolveLimits(setting, reference);
    expect(resolved === null ? null : round(resolved)).toEqual(limits);
  });
});

describe('isOutside', () => {
  it('lets a value pass that equals its limit', () => {
    expect(isOutside(0.2, { max: 0.2 })).toBe(false);
    expect(isOutside(0.2000001, { max: 0.2 })).toBe(true);
    expect(isOutside(0.1, { min: 0.1 })).toBe(false);
    expect(isOutside(0.0999, { min: 0.1 })).toBe(true);
  });
});

function round(limits: object): object {
  return Object.fromEntries(
    Object.entries(limits).map(([key, value]) => [key, Number(value.toFixed(9))]),
  );
}
