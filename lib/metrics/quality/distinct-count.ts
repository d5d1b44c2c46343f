import type { ColumnSummary } from '../../profile/column-statistics.ts';
import { LONGEST_RUN, registersOf } from '../../profile/statistics/distinct.ts';
import { estimateDistinct, relativeError } from '../../stats/hyperloglog.ts';
import { Z95 } from '../../stats/normal.ts';
import { total } from '../../stats/sums.ts';
import type { Estimate } from '../estimate.ts';
import { columnValue, NO_VALUES } from './column-value.ts';

export const distinctCount = columnValue({
  name: 'distinct_count',
  description:
    'Number of distinct values, estimated from a sketch; exact for categories that are all known by name, and for a single value.',
  formula:
    'HyperLogLog of 512 registers, improved estimator, rounded; up to some ten million values',
  interval: '1.96 standard errors of the sketch (4.6 % each); none where it is exact',
  error: { relative: 0.18 },
  source:
    'Flajolet et al. (2007), Ertl (2017); Deequ ApproxCountDistinct has a standard error of 5 %',
  unit: 'count',
  worse: null,
  appliesTo: ({ role }) => role !== 'latency' && role !== 'attribution',
  estimate: (summary) => {
    if (!summary.presence?.values) return NO_VALUES;
    const exact = exactCount(summary);
    if (exact !== undefined) return { value: exact };
    return summary.distinct
      ? estimated(registersOf(summary.distinct), summary.presence.values)
      : NO_VALUES;
  },
});

function exactCount({ categories, extent }: ColumnSummary): number | undefined {
  if (extent && extent.min !== null && extent.min === extent.max) return 1;
  if (!categories) return undefined;
  const { known, unknown, unknownRows } = categories;
  if (total(Object.values(unknown)) < unknownRows) return undefined;
  return known.filter((count) => count > 0).length + Object.keys(unknown).length;
}

/** No more than there are values. */
function estimated(registers: readonly number[], values: number): Estimate {
  const value = Math.min(values, Math.round(estimateDistinct(registers, LONGEST_RUN)));
  const half = Z95 * relativeError(registers.length) * value;
  return { value, low: Math.max(1, value - half), high: Math.min(values, value + half) };
}
