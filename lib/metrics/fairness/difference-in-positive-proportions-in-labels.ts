import { facetMetric } from './facet-metric.ts';
import { byLabel } from './group-counts.ts';
import { differenceOfProportions, GROUPS } from './rates.ts';

export const differenceInPositiveProportionsInLabels = facetMetric({
  name: 'difference_in_positive_proportions_in_labels',
  description:
    'Difference in positive proportions in labels (DPL): the other rows’ share of positive labels less this facet value’s; a bias of what happened, not of the model.',
  formula: `positive_a / n_a - positive_d / n_d; ${GROUPS}`,
  interval: "Newcombe's hybrid score, independent groups",
  source: 'SageMaker Clarify DPL',
  unit: 'none',
  worse: 'higher',
  countedBy: byLabel,
  estimate: (d, a) =>
    differenceOfProportions(
      { part: a.positive, whole: a.positive + a.negative },
      { part: d.positive, whole: d.positive + d.negative },
    ),
});
