import { conditionalRejection } from './conditional-rates.ts';
import { facetMetric } from './facet-metric.ts';
import { byConfusion } from './group-counts.ts';
import { differenceOfRatios, GROUPS } from './rates.ts';

export const differenceInConditionalRejection = facetMetric({
  name: 'difference_in_conditional_rejection',
  description:
    'Difference in conditional rejection (DCR): negative labels by negative predictions, of this facet value less of the other rows; below 0 the model is free in rejecting this value, beside what came true.',
  formula: `(TN_d + FP_d) / (TN_d + FN_d) - (TN_a + FP_a) / (TN_a + FN_a); ${GROUPS}`,
  interval: 'delta method over the confusion counts, normal',
  source:
    'SageMaker Clarify DCR; unknown where a group has negative labels and no negative prediction (infinite there)',
  unit: 'none',
  worse: null,
  countedBy: byConfusion,
  estimate: (d, a) =>
    differenceOfRatios(conditionalRejection(d), conditionalRejection(a), 'negative prediction'),
});
