import type { Column } from '../../profile/column.ts';
import type { ColumnSummary } from '../../profile/column-statistics.ts';
import { total } from '../../stats/sums.ts';
import { alignedCounts } from '../drift/aligned-counts.ts';
import { toValue } from '../estimate.ts';
import type { ColumnMetric } from '../metric.ts';
import { hasRange, NO_VALUES } from './column-value.ts';

/** Where chance makes all values equal more often than this, equal values say nothing. */
const RARE = 1e-4;

export const constant: ColumnMetric = {
  name: 'constant',
  per: 'column',
  family: 'quality',
  description:
    '1 where a column that varied in the baseline has one value only, else 0; unknown where so few values would often be equal by chance.',
  formula:
    '1 if all values are equal and sum over bins or categories p_k^m < 0.0001, p the shares of the baseline',
  interval: 'none: it is a fact, not an estimate',
  source: 'Evidently TestNumberOfConstantColumns, column by column',
  unit: 'none',
  worse: 'higher',
  defaultThreshold: { warn: { max: 0 } },
  appliesTo: (column) => hasRange(column) || column.type === 'categorical',
  measure: ({ column, baseline, current }) => {
    const rows = current.presence?.values ?? 0;
    const before = isConstant(baseline);
    const now = isConstant(current);
    if (before === undefined || before)
      return toValue({ value: null, reason: 'the baseline does not vary' }, null);
    if (now === undefined || rows === 0) return toValue(NO_VALUES, 0);
    if (now && chanceOfEqual(column, baseline, rows) >= RARE)
      return toValue({ value: null, reason: 'so few values may all be equal by chance' }, 0);
    return toValue({ value: now ? 1 : 0 }, 0);
  },
};

/** Undefined where there are no values. */
function isConstant({ extent, categories }: ColumnSummary): boolean | undefined {
  if (extent) return extent.min === null ? undefined : extent.min === extent.max;
  if (!categories) return undefined;
  const { known, unknown, unknownRows } = categories;
  const counts = [...known, ...Object.values(unknown)].filter((count) => count > 0);
  if (counts.length === 0 && unknownRows === 0) return undefined;
  return counts.length === 1 && total(counts) === total(known) + unknownRows;
}

/** That `rows` values of the baseline would all be equal, or at least of one bin. */
function chanceOfEqual(column: Column, baseline: ColumnSummary, rows: number): number {
  const counts =
    column.type === 'numeric'
      ? (baseline.histogram ?? [])
      : alignedCounts(column, baseline, {}).baseline;
  const all = total(counts);
  return total(counts.map((count) => (count / all) ** rows));
}
