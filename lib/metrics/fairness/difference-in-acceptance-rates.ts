import { facetMetric } from './facet-metric.ts';
import { byConfusion } from './group-counts.ts';
import { differenceOfProportions, GROUPS } from './rates.ts';

export const differenceInAcceptanceRates = facetMetric({
  name: 'difference_in_acceptance_rates',
  description:
    'Difference in acceptance rates (DAR): the other rows’ precision less this facet value’s, the share of positive predictions that were right.',
  formula: `TP_a / (TP_a + FP_a) - TP_d / (TP_d + FP_d); ${GROUPS}`,
  interval: "Newcombe's hybrid score, independent groups",
  source:
    'SageMaker Clarify DAR; a share of nothing is 0 there and here, which then has a note and no interval',
  unit: 'none',
  worse: null,
  countedBy: byConfusion,
  estimate: (d, a) =>
    differenceOfProportions(
      { part: a.truePositive, whole: a.truePositive + a.falsePositive },
      { part: d.truePositive, whole: d.truePositive + d.falsePositive },
    ),
});
