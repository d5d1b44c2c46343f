import { describe, expect, it } from 'vitest';
import { levelsOf, windowBudget } from '../../lib/judge/budget.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';

const monitor = (alerts: object, window = '1d') =>
  checkMonitor({ monitor: 'm', task: 'binary', window, columns: { timestamp: 't' }, alerts }, 'm');

describe('windowBudget', () => {
  it('is the share of windows that may hold a false alarm', () => {
    expect(windowBudget(monitor({ false_alarms: '1 per 30d' }))).toBeCloseTo(1 / 30, 12);
    expect(windowBudget(monitor({ false_alarms: '2 per 30d' }, '1h'))).toBeCloseTo(2 / 720, 12);
  });

  it('is never more than one window in four, once in 30 days where the file says nothing, and none where it wants none', () => {
    expect(windowBudget(monitor({ false_alarms: '9 per 7d' }))).toBe(0.25);
    expect(windowBudget(monitor({}))).toBeCloseTo(1 / 30, 12);
    expect(windowBudget(monitor({ false_alarms: 'off' }))).toBeNull();
  });
});

describe('levelsOf', () => {
  const whole = (p: number) => ({ p, whole: true });
  const slice = (p: number) => ({ p, whole: false });

  it('shares four fifths of four fifths of the budget among the checks where nothing passes', () => {
    for (const level of levelsOf([whole(0.5), whole(0.9)], 0.05))
      expect(level).toBeCloseTo(0.016, 12);
  });

  it('steps up where much passes', () => {
    // Of four p-values the third is the last below its step of 0.008: 0.001, 0.012, 0.023 <= 0.024, 0.9.
    const levels = levelsOf([0.012, 0.9, 0.001, 0.023].map(whole), 0.05);
    for (const level of levels) expect(level).toBeCloseTo(0.024, 12);
  });

  it('keeps 60 % of the budget for all rows, however many slices there are', () => {
    const checks = [whole(0.5), ...Array.from({ length: 99 }, () => slice(0.5))];
    const levels = levelsOf(checks, 0.0625);
    expect(levels[0]).toBeCloseTo(0.024, 12);
    expect(levels[1]).toBeCloseTo(0.016 / 99, 12);
  });

  it('has nothing to say of no checks', () => {
    expect(levelsOf([], 0.05)).toEqual([]);
  });
});
