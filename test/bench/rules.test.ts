import { describe, expect, test } from 'vitest';
import type { Reference } from '../../bench/alerts/reference.ts';
import { alarmsOf } from '../../bench/alerts/rules/alarms.ts';
import { evidentlyChiSquareP } from '../../bench/alerts/rules/evidently.ts';
import { RULES } from '../../bench/alerts/rules/rules.ts';
import { robust } from '../../bench/alerts/rules/sagemaker.ts';
import { spreadOf } from '../../bench/alerts/rules/three-sigma.ts';
import { monitorSchema } from '../../lib/monitor/schema.ts';
import type { Column } from '../../lib/profile/column.ts';
import { emptyProfile, type Profile } from '../../lib/profile/profile.ts';
import { outcomeFrame } from '../golden/measure.ts';

const fuel: Column = {
  name: 'fuel',
  role: 'feature',
  type: 'categorical',
  categories: ['diesel', 'electric', 'gas'],
  truncated: false,
};

function profile(...known: number[]): Profile {
  const rows = known.reduce((sum, count) => sum + count, 0);
  return {
    ...emptyProfile,
    rows,
    columns: {
      fuel: {
        presence: { values: rows, missing: 0, invalid: 0 },
        categories: { known, unknown: {}, unknownRows: 0 },
      },
    },
  };
}

function reference(whole: Profile, chunks: readonly Profile[] = []): Reference {
  const frame = { columns: [fuel], outcome: outcomeFrame(), segments: [] };
  const monitor = monitorSchema.parse({
    monitor: 'm',
    task: 'binary',
    columns: { timestamp: 't' },
  });
  const slices = [{ variant: null, segment: null, profile: whole }];
  const baseline = {
    schema: 1,
    monitor: 'm',
    version: 'v1',
    sources: [],
    columns: monitor.columns,
    frame,
    slices,
    notes: [],
  };
  return { monitor, baseline, whole, chunks };
}

function fired(name: string, of: Reference, window: Profile): readonly string[] {
  const rule = RULES.find((one) => one.name === name);
  if (!rule) throw new Error(`no rule ${name}`);
  return rule.prepare(of)(window);
}

describe('fixed rules over shares of 0.5, 0.3 and 0.2 in the baseline', () => {
  const large = reference(profile(5000, 3000, 2000));

  test('PSI fires at shares of 0.3, 0.3, 0.4 (0.24) and not at 0.4, 0.3, 0.3 (0.06)', () => {
    // 0.2 ln(5/3) + 0.2 ln 2 = 0.241; 0.1 ln(5/4) + 0.1 ln(3/2) = 0.063
    expect(fired('PSI > 0.2', large, profile(3000, 3000, 4000))).toEqual(['fuel']);
    expect(fired('PSI > 0.2', large, profile(4000, 3000, 3000))).toEqual([]);
  });

  test('a p-value fires at what is certain, however small', () => {
    expect(fired('KS p < 0.05', large, profile(4800, 3200, 2000))).toEqual(['fuel']);
    expect(fired('KS p < 0.05', large, profile(48, 32, 20))).toEqual([]);
  });

  test('SageMaker takes off what few rows explain', () => {
    // 0.2 - 1.8 sqrt(1/10000 + 1/m): 0.1745 at m = 10,000, 0.0191 at m = 100
    expect(robust(0.2, 10_000, 10_000)).toBeCloseTo(0.17454, 5);
    expect(robust(0.2, 10_000, 100)).toBeCloseTo(0.0191, 4);
    expect(fired('SageMaker Robust 0.1', large, profile(3000, 3000, 4000))).toEqual(['fuel']);
    expect(fired('SageMaker Robust 0.1', large, profile(30, 30, 40))).toEqual([]);
  });

  test('Evidently takes a distance above 1,000 reference rows and a test up to them', () => {
    const small = reference(profile(500, 300, 200));
    // Jensen-Shannon distance of 0.4, 0.3, 0.3 is 0.1051, of 0.45, 0.3, 0.25 it is 0.0520: certain all the same.
    expect(fired('Evidently, any column', large, profile(4000, 3000, 3000))).toEqual(['fuel']);
    expect(fired('Evidently, any column', large, profile(4500, 3000, 2500))).toEqual([]);
    expect(fired('Evidently, any column', small, profile(4500, 3000, 2500))).toEqual(['fuel']);
    expect(fired('Evidently, data set', large, profile(4000, 3000, 3000))).toEqual(['(data set)']);
  });

  test('three standard deviations are those of the baseline’s own chunks', () => {
    // Of 1, 2, 3: mean 2, standard deviation sqrt(2/3), divided by n.
    expect(spreadOf([1, 2, 3, null])).toEqual({ low: 2 - Math.sqrt(6), high: 2 + Math.sqrt(6) });
    const calm = reference(profile(5000, 3000, 2000), [
      profile(500, 300, 200),
      profile(510, 300, 190),
      profile(490, 300, 210),
    ]);
    expect(fired('mean ± 3 std', calm, profile(495, 300, 205))).toEqual([]);
    expect(fired('mean ± 3 std', calm, profile(450, 300, 250))).toEqual(['fuel']);
  });
});

test('Evidently’s chi-square takes the reference for exact, and its z-test pools two shares', () => {
  // (45 - 50)^2 / 50 + (30 - 30)^2 / 30 + (25 - 20)^2 / 20 = 1.75; chi-square with 2 degrees of freedom: exp(-1.75 / 2)
  expect(evidentlyChiSquareP([500, 300, 200], [45, 30, 25])).toBeCloseTo(Math.exp(-0.875), 10);
  // A category that the reference lacks was never expected.
  expect(evidentlyChiSquareP([500, 500, 0], [50, 49, 1])).toBe(0);
  // z = (0.5 - 0.6) / sqrt(0.55 * 0.45 * 2 / 100) = -1.42134; two-sided 0.15522
  expect(evidentlyChiSquareP([50, 50], [60, 40])).toBeCloseTo(0.15522, 5);
});

test('a run of firing windows is one alarm for each column, and another one after a pause', () => {
  const alarms = alarmsOf([['a'], ['a', 'b'], ['b'], [], ['a']]);
  expect(alarms).toEqual([
    { at: 'a', window: 0 },
    { at: 'b', window: 1 },
    { at: 'a', window: 4 },
  ]);
});
