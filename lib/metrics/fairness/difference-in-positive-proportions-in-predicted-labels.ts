import { facetMetric } from './facet-metric.ts';
import { byDecision } from './group-counts.ts';
import { differenceOfProportions, GROUPS } from './rates.ts';

export const differenceInPositiveProportionsInPredictedLabels = facetMetric({
  name: 'difference_in_positive_proportions_in_predicted_labels',
  description:
    'Difference in positive proportions in predicted labels (DPPL): the other rows’ share of positive predictions less this facet value’s, over all predictions; above 0 this value is favoured less.',
  formula: `positive_a / n_a - positive_d / n_d; ${GROUPS}`,
  interval: "Newcombe's hybrid score, independent groups",
  source: 'SageMaker Clarify DPPL',
  unit: 'none',
  worse: 'higher',
  countedBy: byDecision,
  estimate: (d, a) =>
    differenceOfProportions(
      { part: a.positive, whole: a.positive + a.negative },
      { part: d.positive, whole: d.positive + d.negative },
    ),
});
