import { facetMetric } from './facet-metric.ts';
import { byConfusion } from './group-counts.ts';
import { differenceOfProportions, GROUPS } from './rates.ts';

export const specificityDifference = facetMetric({
  name: 'specificity_difference',
  description:
    'Specificity difference (SD): this facet value’s specificity less the other rows’; below 0 negatives of this value are taken for positives more often.',
  formula: `TN_d / (TN_d + FP_d) - TN_a / (TN_a + FP_a); ${GROUPS}`,
  interval: "Newcombe's hybrid score, independent groups",
  source:
    'SageMaker Clarify SD; a share of nothing is 0 there and here, which then has a note and no interval',
  unit: 'none',
  worse: null,
  countedBy: byConfusion,
  estimate: (d, a) =>
    differenceOfProportions(
      { part: d.trueNegative, whole: d.trueNegative + d.falsePositive },
      { part: a.trueNegative, whole: a.trueNegative + a.falsePositive },
    ),
});
