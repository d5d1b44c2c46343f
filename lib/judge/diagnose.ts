import type { Column, NumericColumn } from '../profile/column.ts';
import type { ColumnSummary } from '../profile/column-statistics.ts';

/** Quantiles that are compared, away from the tails. */
const SHARES = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
/** How far the ratios of the quantiles may lie apart. */
const TOLERANCE = 0.04;
const LEAST_FACTOR = 1.1;

/** Units whose confusion is common, by the factor from the first to the second. */
const UNITS: readonly (readonly [number, string])[] = [
  [1.609344, 'miles sent as kilometres'],
  [0.621371, 'kilometres sent as miles'],
  [0.3048, 'feet sent as metres'],
  [3.28084, 'metres sent as feet'],
  [2.54, 'inches sent as centimetres'],
  [0.453592, 'pounds sent as kilograms'],
  [2.204623, 'kilograms sent as pounds'],
  [1000, 'a unit sent as its thousandth'],
  [0.001, 'a unit sent as its thousandfold'],
  [100, 'a share sent as per cent'],
  [0.01, 'per cent sent as a share'],
  [60, 'a unit of time sent as its sixtieth'],
];

/** What the change of a numeric column looks like, in words, where it has the shape of a common fault. */
export function diagnose(
  column: Column,
  baseline: ColumnSummary,
  current: ColumnSummary,
): string | undefined {
  if (column.type !== 'numeric') return undefined;
  const pairs = SHARES.map(
    (share) => [quantile(column, baseline, share), quantile(column, current, share)] as const,
  );
  const ratios = pairs.map(([before, now]) =>
    before === null || now === null || before === 0 ? Number.NaN : now / before,
  );
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const spread = Math.max(...ratios.map((ratio) => Math.abs(ratio / mean - 1)));
  if (!Number.isFinite(mean) || mean <= 0 || spread > TOLERANCE) return undefined;
  if (mean < LEAST_FACTOR && mean > 1 / LEAST_FACTOR) return undefined;
  const unit = UNITS.find(([factor]) => Math.abs(mean / factor - 1) < TOLERANCE)?.[1];
  return `every quantile is ${mean.toPrecision(3)} times the baseline's, as after a change of unit${unit ? ` (${unit}?)` : ''}`;
}

/** A quantile by linear interpolation in its bin; null in the open end bins. */
function quantile(
  { edges }: NumericColumn,
  { histogram }: ColumnSummary,
  share: number,
): number | null {
  const total = histogram?.reduce((sum, count) => sum + count, 0) ?? 0;
  let before = 0;
  for (const [i, count] of (histogram ?? []).entries()) {
    if (before + count >= share * total && count > 0) {
      const [low, high] = [edges[i - 1], edges[i]];
      if (low === undefined || high === undefined) return null;
      return low + ((share * total - before) / count) * (high - low);
    }
    before += count;
  }
  return null;
}
