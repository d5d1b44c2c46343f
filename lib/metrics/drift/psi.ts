import { expectedStabilityIndex, populationStabilityIndex } from '../../stats/divergence.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatched, overCounts } from './distance.ts';

export const psi: ColumnMetric = {
  name: 'psi',
  per: 'column',
  family: 'drift',
  description:
    'Population stability index against the baseline: over bins at its deciles, or over categories, half a count added to each.',
  unit: 'nats',
  worse: 'higher',
  defaultThreshold: { max: 0.2, warn: { max: 0.1 } },
  appliesTo: isWatched,
  measure: (input) =>
    overCounts(input, (a, b) => ({
      value: populationStabilityIndex(a, b),
      chance: expectedStabilityIndex(a, b),
    })),
};
