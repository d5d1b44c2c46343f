import type { ColumnSummary } from '../../profile/column-statistics.ts';
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

/** Rows in which the column could hold something. */
export function rowsOf({ presence }: ColumnSummary): number {
  return presence ? presence.values + presence.missing + presence.invalid : 0;
}

export function isNumeric(column: Parameters<ColumnMetric['appliesTo']>[0]): boolean {
  return column.type === 'numeric';
}
