import { describe, expect, it } from 'vitest';
import type { SliceInput } from '../../lib/metrics/metric.ts';
import { metricNamed } from '../../lib/metrics/registry.ts';
import { emptyProfile } from '../../lib/profile/profile.ts';
import { SAMPLED_IDS } from '../../lib/profile/statistics/ids.ts';
import { seededRandom } from '../support/random.ts';

const metric = metricNamed('duplicate_id_share');
const measure = (hashes: number[]) => {
  if (metric.per !== 'slice') throw new Error('a metric of the whole');
  const smallest = [...hashes].sort((a, b) => a - b).slice(0, SAMPLED_IDS);
  const profile = { ...emptyProfile, predictions: { ids: { rows: hashes.length, smallest } } };
  return metric.measure({ baseline: emptyProfile, current: profile } as unknown as SliceInput);
};

/** Hashes of rows of which some ids come so often, the others once. */
function rowsOf(rows: number, often: number[], random: () => number): number[] {
  const hash = () => Math.floor(random() * 2 ** 48);
  const repeated = often.flatMap((count) => new Array<number>(count).fill(hash()));
  return [...repeated, ...Array.from({ length: rows - repeated.length }, hash)];
}

describe('the share of ids that come again', () => {
  const random = seededRandom(5);

  it.each([
    ['none does', 50_000, [], 0, 0.005],
    ['every row came twice', 40_000, new Array(20_000).fill(2), 0.5, 0.06],
    ['one id has a tenth of the rows', 100_000, [10_000], 0.1, 0.11],
    ['five ids have a fifth', 100_000, [4000, 4000, 4000, 4000, 4000], 0.2, 0.1],
  ] as const)('is near the truth where %s', (_, rows, often, truth, off) => {
    for (let i = 0; i < 20; i++) {
      const { value } = measure(rowsOf(rows, [...often], random));
      expect(Math.abs((value ?? Number.NaN) - truth)).toBeLessThan(off);
    }
  });

  it('sees an id with a fifth of the rows nearly always', () => {
    let found = 0;
    for (let i = 0; i < 100; i++) {
      const { low = 0 } = measure(rowsOf(100_000, [20_000], random));
      if (low > 0.05) found += 1;
    }
    expect(found).toBeGreaterThan(90);
  });
});
