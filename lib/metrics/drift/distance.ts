import type { Column, NumericColumn } from '../../profile/column.ts';
import type { ColumnSummary } from '../../profile/column-statistics.ts';
import { type Noise, shiftedNoise } from '../../stats/noise/noise.ts';
import { total } from '../../stats/sums.ts';
import type { BinnedSample } from '../../stats/wasserstein.ts';
import { toValue } from '../estimate.ts';
import type { ColumnMetric, Value } from '../metric.ts';
import { alignedCounts } from './aligned-counts.ts';
import { withoutExpected } from './expected-unseen.ts';

type Input = Parameters<ColumnMetric['measure']>[0];
type Distance = {
  readonly value: number;
  readonly chance?: number;
  readonly noise?: () => Noise;
};

/** Why a distance has no interval. */
export const NO_INTERVAL = 'none: a distance is never below 0; see what chance alone would reach';

/** Drift is looked for in what goes into a model and in what comes out, not in how long it takes or how it is explained. */
export function isWatched(column: Column): boolean {
  return column.role !== 'latency' && column.role !== 'attribution';
}

export function isWatchedNumber(column: Column): column is NumericColumn {
  return isWatched(column) && column.type === 'numeric';
}

export function isWatchedCategory(column: Column): boolean {
  return isWatched(column) && column.type === 'categorical';
}

/** Measures two aligned count vectors, where both sides have values. `same` is the value of a side compared with itself. */
export function overCounts(
  input: Input,
  measure: (reference: number[], current: number[]) => Distance,
  same = 0,
): Value {
  const { column, baseline, current } = input;
  const over = (summary: ColumnSummary) => {
    const counts = alignedCounts(column, baseline, summary);
    return comparable(counts.baseline, counts.current, same, () =>
      measure(counts.baseline, counts.current),
    );
  };
  const measured = over(current);
  return column.type === 'numeric' ? measured : forgiving(input, measured, over);
}

/** Measures two fine histograms, where both sides have values. */
export function overHistograms(
  { baseline, current }: Input,
  measure: (reference: readonly number[], current: readonly number[]) => Distance,
  same = 0,
): Value {
  const reference = baseline.histogram ?? [];
  const now = current.histogram ?? [];
  return comparable(reference, now, same, () => measure(reference, now));
}

/** Measures two fine histograms with what else is known of their values. */
export function overSamples(
  input: Input,
  measure: (edges: readonly number[], reference: BinnedSample, current: BinnedSample) => Distance,
): Value {
  const { column, baseline, current } = input;
  const over = (summary: ColumnSummary) =>
    overHistograms({ ...input, current: summary }, () =>
      measure(column.type === 'numeric' ? column.edges : [], sample(baseline), sample(summary)),
    );
  return forgiving(input, over(current), over);
}

/** A distance whose law forgives what the baseline lacks and chance brings all the same. */
function forgiving(input: Input, measured: Value, over: (current: ColumnSummary) => Value): Value {
  const { value, noise } = measured;
  if (value === null || !noise) return measured;
  return {
    ...measured,
    noise: () => {
      const less = withoutExpected(input);
      if (less === input.current) return noise();
      const { value: rest, noise: law } = over(less);
      if (rest === null || !law) return noise();
      // Sums have other last digits where shards were cut otherwise; a limit should not.
      return shiftedNoise(law(), Number(Math.max(0, value - rest).toPrecision(9)));
    },
  };
}

function sample({ histogram, extent, moments }: ColumnSummary): BinnedSample {
  return {
    counts: histogram ?? [],
    min: extent?.min ?? 0,
    max: extent?.max ?? 0,
    sum: moments?.sum ?? 0,
  };
}

function comparable(
  reference: readonly number[],
  current: readonly number[],
  same: number,
  measure: () => Distance,
): Value {
  if (total(reference) === 0)
    return toValue({ value: null, reason: 'the baseline has no values' }, null);
  if (total(current) === 0) return toValue({ value: null, reason: 'there are no values' }, same);
  return toValue(measure(), same);
}
