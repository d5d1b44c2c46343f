import { alignedCounts } from '../../../lib/metrics/drift/aligned-counts.ts';
import type { Column } from '../../../lib/profile/column.ts';
import type { Profile } from '../../../lib/profile/profile.ts';
import { chiSquareSurvival } from '../../../lib/stats/chi-square.ts';
import { total } from '../../../lib/stats/sums.ts';
import type { Reference } from '../reference.ts';
import { columnValue, watchedColumns } from './columns.ts';
import { DATASET, type Rule } from './rule.ts';

/** Up to so many reference rows Evidently tests, above it takes a distance. */
const SMALL = 1000;
const SIGNIFICANCE = 0.05;
const DISTANCE = 0.1;
/** The share of columns from which on it calls the data set drifted. */
const DRIFT_SHARE = 0.5;
/** Numbers with no more values than this count as categories. */
const FEW_VALUES = 5;

const SOURCE =
  'Evidently, evidently.legacy.calculations.stattests: up to 1,000 reference rows KS, chi-square (the reference taken as exact) or, of two values, a z-test at 0.05; above it Wasserstein distance / std or Jensen-Shannon distance at 0.1';

export const evidentlyColumn: Rule = {
  name: 'Evidently, any column',
  source: SOURCE,
  prepare: (reference) => (window) => drifted(reference, window),
};

export const evidentlyDataset: Rule = {
  name: 'Evidently, data set',
  source: `${SOURCE}; DataDriftPreset: the data set drifts where half of its columns do`,
  prepare: (reference) => {
    const columns = watchedColumns(reference).length;
    return (window) =>
      drifted(reference, window).length >= DRIFT_SHARE * columns ? [DATASET] : [];
  },
};

/** Both rules ask of the same windows. */
const known = new WeakMap<Reference, WeakMap<Profile, string[]>>();

function drifted(reference: Reference, window: Profile): string[] {
  const answers = known.get(reference) ?? new WeakMap<Profile, string[]>();
  known.set(reference, answers);
  const before = answers.get(window);
  if (before) return before;
  const judge = reference.whole.rows <= SMALL ? testDrifts : distanceDrifts;
  const columns = watchedColumns(reference)
    .filter((column) => judge(column, reference.whole, window))
    .map(({ name }) => name);
  answers.set(window, columns);
  return columns;
}

function distanceDrifts(column: Column, baseline: Profile, current: Profile): boolean {
  const metric = isCategorical(column, baseline) ? 'jensen_shannon' : 'wasserstein_normalised';
  return (columnValue(metric, column, baseline, current) ?? 0) >= DISTANCE;
}

function testDrifts(column: Column, baseline: Profile, current: Profile): boolean {
  if (!isCategorical(column, baseline))
    return (columnValue('kolmogorov_smirnov_p', column, baseline, current) ?? 1) <= SIGNIFICANCE;
  const [before, now] = [baseline.columns[column.name], current.columns[column.name]];
  if (!before || !now) return false;
  const counts = alignedCounts(column, before, now);
  return evidentlyChiSquareP(counts.baseline, counts.current) < SIGNIFICANCE;
}

/** p-value of chi-square goodness of fit to the reference's shares; of two categories, of the pooled z-test of two shares. */
export function evidentlyChiSquareP(
  reference: readonly number[],
  current: readonly number[],
): number {
  const [n, m] = [total(reference), total(current)];
  const seen = reference
    .map((count, i) => [count, current[i] ?? 0] as const)
    .filter(([a, b]) => a + b > 0);
  if (n === 0 || m === 0 || seen.length < 2) return 1;
  if (seen.length === 2) {
    const [a, b] = seen[0] ?? [0, 0];
    const pooled = (a + b) / (n + m);
    const z = (a / n - b / m) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
    return chiSquareSurvival(z * z, 1);
  }
  const statistic = seen.reduce((sum, [a, b]) => {
    const expected = (a * m) / n;
    return sum + (b - expected) ** 2 / expected;
  }, 0);
  return Number.isFinite(statistic) ? chiSquareSurvival(statistic, seen.length - 1) : 0;
}

function isCategorical(column: Column, { columns }: Profile): boolean {
  if (column.type === 'categorical') return true;
  const occupied = (columns[column.name]?.histogram ?? []).filter((count) => count > 0);
  return occupied.length <= FEW_VALUES;
}
