import type { Profile } from '../../profile/profile.ts';
import { SAMPLED_IDS } from '../../profile/statistics/ids.ts';
import { type Estimate, proportion, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

export const duplicateIdShare: SliceMetric = {
  name: 'duplicate_id_share',
  per: 'slice',
  restsOn: 'rows',
  family: 'quality',
  description:
    'Share of predictions whose id another one had already; a file delivered twice, under two names, makes it 0.5.',
  formula:
    '1 - distinct ids / rows, over the ids with the smallest hashes (some 1000 rows); exact up to 1000 rows',
  interval: 'Wilson, over the sampled rows',
  source: 'bottom-k sample: Cohen & Kaplan (2007), Summarizing data using bottom-k sketches',
  unit: 'share',
  worse: 'higher',
  defaultThreshold: { max: 0.05, warn: { max: 0.01 } },
  appliesTo: ({ segment, monitor }) => segment === null && monitor.columns.id !== undefined,
  measure: ({ baseline, current }) => toValue(repeated(current), repeated(baseline).value),
};

function repeated({ predictions: { ids } }: Profile): Estimate {
  const all = ids?.smallest ?? [];
  // The last id of a full sample may have rows beyond it.
  const sampled = all.length < SAMPLED_IDS ? all : all.filter((hash) => hash !== all.at(-1));
  if (all.length > 0 && sampled.length === 0) return { value: 1 };
  return proportion(sampled.length - new Set(sampled).size, sampled.length, 'no row has an id');
}
