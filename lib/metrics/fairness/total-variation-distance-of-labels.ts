import { total } from '../../stats/sums.ts';
import { deviationsByChance, labelDistance, normOfDifference } from './label-distance.ts';
import { GROUPS } from './rates.ts';

export const totalVariationDistanceOfLabels = labelDistance({
  name: 'total_variation_distance_of_labels',
  description:
    'Total variation distance (TVD) of this facet value’s labels and the other rows’: half the sum of the differences of shares, 0 to 1.',
  formula: `sum of abs(p_a - p_d) over classes / 2; ${GROUPS}`,
  interval: 'none: it is biased away from 0; what chance would reach is beside it',
  source: 'SageMaker Clarify TVD; over the classes that both groups have, as there',
  unit: 'none',
  worse: 'higher',
  distance: (shares) => normOfDifference(shares, 1) / 2,
  chance: (rows) => total(deviationsByChance(rows)) / Math.sqrt(2 * Math.PI),
});
