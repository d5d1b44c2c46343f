import type { Column, NumericColumn } from '../../profile/column.ts';
import type { ColumnSummary } from '../../profile/column-statistics.ts';
import type { BinnedValues } from '../../stats/quantile.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { ColumnMetric, Descriptor } from '../metric.ts';

interface ColumnValue extends Omit<Descriptor, 'family'> {
  readonly appliesTo: ColumnMetric['appliesTo'];
  readonly estimate: (summary: ColumnSummary) => Estimate;
}

/** A quality metric that each side has by itself. */
export function columnValue({ estimate, ...descriptor }: ColumnValue): ColumnMetric {
  return {
    ...descriptor,
    per: 'column',
    family: 'quality',
    measure: ({ baseline, current }) => toValue(estimate(current), estimate(baseline).value),
  };
}

export const NO_VALUES = { value: null, reason: 'there are no values' } as const;
export const NO_RANGE = { value: null, reason: 'the baseline has no values' } as const;

/** Rows in which the column could hold something. */
export function rowsOf({ presence }: ColumnSummary): number {
  return presence ? presence.values + presence.missing + presence.invalid : 0;
}

export function isNumeric(column: Column): column is NumericColumn {
  return column.type === 'numeric';
}

/** Of attributions sums are kept alone. */
export function hasExtent(column: Column): column is NumericColumn {
  return isNumeric(column) && column.role !== 'attribution';
}

/** How long predictions take has fixed bins, and quantiles of its own. */
export function hasRange(column: Column): column is NumericColumn {
  return hasExtent(column) && column.role !== 'latency';
}

/** The values of a column in their bins; undefined where there are none. */
export function binnedValues(
  { edges }: NumericColumn,
  { histogram, extent }: ColumnSummary,
): BinnedValues | undefined {
  const { min = null, max = null } = extent ?? {};
  if (!histogram || min === null || max === null) return undefined;
  return { edges, counts: histogram, min, max };
}
