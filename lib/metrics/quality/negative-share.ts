import type { Column } from '../../profile/column.ts';
import { proportion } from '../estimate.ts';
import { columnValue, hasRange } from './column-value.ts';

export const negativeShare = columnValue({
  name: 'negative_share',
  description: 'Share of values below 0, of columns that had none in the baseline.',
  formula: 'values below 0 / values',
  interval: 'Wilson',
  source: 'SageMaker Model Monitor and Deequ: the constraint is_non_negative',
  unit: 'share',
  worse: 'higher',
  defaultThreshold: { warn: { max: 0 } },
  appliesTo: (column) => hasRange(column) && wasNeverNegative(column),
  estimate: ({ sign, presence }) =>
    proportion(sign?.negative ?? 0, sign ? (presence?.values ?? 0) : 0, 'there are no values'),
});

/** The first edge is the largest number below the baseline's minimum. */
function wasNeverNegative(column: Column): boolean {
  return column.type === 'numeric' && (column.edges[0] ?? 0) >= -Number.MIN_VALUE;
}
