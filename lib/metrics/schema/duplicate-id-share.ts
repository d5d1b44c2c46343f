import type { Profile } from '../../profile/profile.ts';
import { SAMPLED_IDS } from '../../profile/statistics/ids.ts';
import { boundedInterval, meanInterval } from '../../stats/interval.ts';
import { type Estimate, proportion, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

/** Of the hashes of ids, 48 bits. */
const HASHES = 2 ** 48;
/** By so many of its standard errors the number of ids says that there are fewer than the sample shows. */
const CERTAIN = 3;

export const duplicateIdShare: SliceMetric = {
  name: 'duplicate_id_share',
  per: 'slice',
  restsOn: 'rows',
  family: 'quality',
  description:
    'Share of predictions whose id another one had already; a file delivered twice, under two names, makes it 0.5.',
  formula:
    '1 - distinct ids / rows, over the ids with the smallest hashes (some 1000 rows); exact up to 1000 rows; where a few ids have so many rows that these hold none of them, distinct ids by how far the hashes reach',
  interval: 'Wilson, over the sampled rows; normal where the number of ids is estimated',
  source:
    'bottom-k sample: Cohen & Kaplan (2007), Summarizing data using bottom-k sketches; distinct ids: Bar-Yossef et al. (2002), Counting distinct elements in a data stream',
  unit: 'share',
  worse: 'higher',
  defaultThreshold: { max: 0.05, warn: { max: 0.01 } },
  appliesTo: ({ segment, monitor }) => segment === null && monitor.columns.id !== undefined,
  measure: ({ baseline, current }) => {
    const value = toValue(repeated(current), repeated(baseline).value);
    return {
      ...value,
      rests: { rows: sampledRows(current), referenceRows: sampledRows(baseline) },
    };
  },
};

function repeated({ predictions: { ids } }: Profile): Estimate {
  const { rows = 0, smallest: all = [] } = ids ?? {};
  const last = all.at(-1);
  if (all.length < SAMPLED_IDS || last === undefined || rows <= SAMPLED_IDS)
    return proportion(all.length - new Set(all).size, all.length, 'no row has an id');
  // The last id of a full sample may have rows beyond it.
  const sampled = all.filter((hash) => hash !== last);
  const distinct = new Set(sampled).size;
  if (distinct === 0) return { value: 1 };
  const seen = proportion(sampled.length - distinct, sampled.length, '');
  const once = distinct / (last / HASHES) / rows;
  const [share, error] = [1 - once, once / Math.sqrt(distinct)];
  if (share - CERTAIN * error <= (seen.value ?? 0)) return seen;
  return { value: share, ...boundedInterval(meanInterval(share, error, 1), share, 0, 1) };
}

function sampledRows({ predictions: { ids } }: Profile): number {
  return ids?.smallest.length ?? 0;
}
