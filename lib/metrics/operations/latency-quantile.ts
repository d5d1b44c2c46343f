import type { Profile } from '../../profile/profile.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { Descriptor, SliceInput, SliceMetric } from '../metric.ts';
import { BINNED_QUANTILE, binnedQuantile } from './binned-quantile.ts';

type LatencyQuantile = Pick<
  Descriptor,
  'name' | 'description' | 'headline' | 'defaultThreshold'
> & { readonly level: number };

/** A quantile of the column that holds how long predictions took. */
export function latencyQuantile({ level, ...descriptor }: LatencyQuantile): SliceMetric {
  return {
    ...descriptor,
    ...BINNED_QUANTILE,
    formula: `the value at rank ${level} (rows - 1), over bins 2 % apart from 0.01 ms to 10,000 s`,
    per: 'slice',
    needs: 'latency',
    restsOn: 'rows',
    family: 'operations',
    unit: 'milliseconds',
    worse: 'higher',
    appliesTo: (input) => latencyColumn(input) !== undefined,
    measure: (input) =>
      toValue(quantile(input, input.current, level), quantile(input, input.baseline, level).value),
  };
}

function latencyColumn({ frame: { columns } }: SliceInput) {
  return columns.find((column) => column.role === 'latency');
}

function quantile(input: SliceInput, profile: Profile, level: number): Estimate {
  const reason = 'no latency was logged';
  const column = latencyColumn(input);
  const summary = column && profile.columns[column.name];
  const { min = null, max = null } = summary?.extent ?? {};
  if (column?.type !== 'numeric' || !summary?.histogram || min === null || max === null) {
    return { value: null, reason };
  }
  return binnedQuantile(
    { edges: column.edges, counts: summary.histogram, min, max },
    level,
    reason,
  );
}
