import { conditionalAcceptance } from './conditional-rates.ts';
import { facetMetric } from './facet-metric.ts';
import { byConfusion } from './group-counts.ts';
import { differenceOfRatios, GROUPS } from './rates.ts';

export const differenceInConditionalAcceptance = facetMetric({
  name: 'difference_in_conditional_acceptance',
  description:
    'Difference in conditional acceptance (DCAcc): positive labels by positive predictions, of the other rows less of this facet value; below 0 the model is sparing in accepting this value, beside what came true.',
  formula: `(TP_a + FN_a) / (TP_a + FP_a) - (TP_d + FN_d) / (TP_d + FP_d); ${GROUPS}`,
  interval: 'delta method over the confusion counts, normal',
  source:
    'SageMaker Clarify DCAcc (DCA in its source); unknown where a group has positive labels and no positive prediction (infinite there)',
  unit: 'none',
  worse: null,
  countedBy: byConfusion,
  estimate: (d, a) =>
    differenceOfRatios(conditionalAcceptance(a), conditionalAcceptance(d), 'positive prediction'),
});
