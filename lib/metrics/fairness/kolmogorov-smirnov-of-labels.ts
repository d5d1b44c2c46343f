import { expectedLargestDifference } from '../../stats/expected-maximum.ts';
import { labelDistance, normOfDifference } from './label-distance.ts';
import { GROUPS } from './rates.ts';

export const kolmogorovSmirnovOfLabels = labelDistance({
  name: 'kolmogorov_smirnov_of_labels',
  description:
    'Kolmogorov-Smirnov distance (KS) of labels as Clarify has it: the largest difference of this facet value’s and the other rows’ shares of a label, 0 to 1.',
  formula: `max of abs(p_a - p_d) over classes; ${GROUPS}`,
  interval: 'none: it is biased away from 0; what chance would reach is beside it',
  source: 'SageMaker Clarify KS; over the classes that both groups have, as there',
  unit: 'none',
  worse: 'higher',
  distance: (shares) => normOfDifference(shares, Number.POSITIVE_INFINITY),
  chance: ({ others, sensitive }) => expectedLargestDifference(others, sensitive),
});
