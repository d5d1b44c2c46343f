import { expectedStabilityIndex } from '../../stats/divergence.ts';
import { labelDistance, relativeEntropy } from './label-distance.ts';
import { GROUPS } from './rates.ts';

export const jensenShannonDivergenceOfLabels = labelDistance({
  name: 'jensen_shannon_divergence_of_labels',
  description:
    'Jensen-Shannon divergence (JS) of this facet value’s labels and the other rows’: the divergence itself in nats, not its root.',
  formula: `mean of KL(p_a, p) and KL(p_d, p) with p = (p_a + p_d) / 2; ${GROUPS}`,
  interval: 'none: it is biased away from 0; what chance would reach is beside it',
  source: 'SageMaker Clarify JS; over the classes that both groups have, as there',
  unit: 'nats',
  worse: 'higher',
  distance: ({ others, sensitive }) => {
    const middle = others.map((share, i) => (share + (sensitive[i] ?? 0)) / 2);
    return Math.max(0, (relativeEntropy(others, middle) + relativeEntropy(sensitive, middle)) / 2);
  },
  chance: ({ others, sensitive }) => expectedStabilityIndex(others, sensitive) / 8,
});
