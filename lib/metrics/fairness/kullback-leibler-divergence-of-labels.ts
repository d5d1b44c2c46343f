import { expectedStabilityIndex } from '../../stats/divergence.ts';
import { labelDistance, relativeEntropy } from './label-distance.ts';
import { GROUPS } from './rates.ts';

export const kullbackLeiblerDivergenceOfLabels = labelDistance({
  name: 'kullback_leibler_divergence_of_labels',
  description:
    'Kullback-Leibler divergence (KL) of the other rows’ labels from this facet value’s; below 0 only where a class is missing in one group.',
  formula: `sum of p_a ln(p_a / p_d) over classes; ${GROUPS}`,
  interval: 'none: it is biased away from 0; what chance would reach is beside it',
  source: 'SageMaker Clarify KL; over the classes that both groups have, as there',
  unit: 'none',
  worse: 'higher',
  distance: ({ others, sensitive }) => relativeEntropy(others, sensitive),
  chance: ({ others, sensitive }) => expectedStabilityIndex(others, sensitive) / 2,
});
