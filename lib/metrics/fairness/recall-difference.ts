import { facetMetric } from './facet-metric.ts';
import { byConfusion } from './group-counts.ts';
import { differenceOfProportions, GROUPS } from './rates.ts';

export const recallDifference = facetMetric({
  name: 'recall_difference',
  description:
    'Recall difference (RD): the other rows’ recall less this facet value’s; above 0 positives of this value are missed more often.',
  formula: `TP_a / (TP_a + FN_a) - TP_d / (TP_d + FN_d); ${GROUPS}`,
  interval: "Newcombe's hybrid score, independent groups",
  source:
    'SageMaker Clarify RD; a share of nothing is 0 there and here, which then has a note and no interval',
  unit: 'none',
  worse: 'higher',
  countedBy: byConfusion,
  estimate: (d, a) =>
    differenceOfProportions(
      { part: a.truePositive, whole: a.truePositive + a.falseNegative },
      { part: d.truePositive, whole: d.truePositive + d.falseNegative },
    ),
});
