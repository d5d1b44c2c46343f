import { expectedStabilityIndex, populationStabilityIndex } from '../../stats/divergence.ts';
import type { ColumnMetric } from '../metric.ts';
import { binnedNoise } from './binned-noise.ts';
import { isWatched, NO_INTERVAL, overCounts } from './distance.ts';

export const psi: ColumnMetric = {
  name: 'psi',
  per: 'column',
  family: 'drift',
  description:
    'Population stability index against the baseline: over bins at its deciles, or over categories, half a count added to each.',
  formula:
    'sum (q_k - p_k) ln(q_k / p_k) over bins k, with p_k = (count + 1/2) / (n + K/2) and q_k likewise of m',
  interval: NO_INTERVAL,
  source:
    'Siddiqi (2006), Credit risk scorecards; Evidently and NannyML do not smooth but lift empty shares to 0.0001',
  unit: 'nats',
  worse: 'higher',
  defaultThreshold: { max: 0.2, warn: { max: 0.1 } },
  leastEffect: { max: 0.1, warn: { max: 0.05 } },
  appliesTo: isWatched,
  measure: (input) =>
    overCounts(input, (a, b) => ({
      value: populationStabilityIndex(a, b),
      chance: expectedStabilityIndex(a, b),
      noise: () =>
        binnedNoise(a, b, { name: 'psi', power: 1, unit: 1, of: populationStabilityIndex }),
    })),
};
