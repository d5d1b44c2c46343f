import { deviationsByChance, labelDistance, normOfDifference } from './label-distance.ts';
import { GROUPS } from './rates.ts';

export const lpNormOfLabels = labelDistance({
  name: 'lp_norm_of_labels',
  description:
    'L-p norm (LP), p = 2, of the difference of this facet value’s and the other rows’ shares of each label.',
  formula: `sqrt(sum of (p_a - p_d)^2 over classes); ${GROUPS}`,
  interval: 'none: it is biased away from 0; what chance would reach is beside it',
  source: 'SageMaker Clarify LP; over the classes that both groups have, as there',
  unit: 'none',
  worse: 'higher',
  distance: (shares) => normOfDifference(shares, 2),
  chance: (rows) => Math.hypot(...deviationsByChance(rows)),
});
