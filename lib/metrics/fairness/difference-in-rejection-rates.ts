import { facetMetric } from './facet-metric.ts';
import { byConfusion } from './group-counts.ts';
import { differenceOfProportions, GROUPS } from './rates.ts';

export const differenceInRejectionRates = facetMetric({
  name: 'difference_in_rejection_rates',
  description:
    'Difference in rejection rates (DRR): this facet value’s share of negative predictions that were right less the other rows’.',
  formula: `TN_d / (TN_d + FN_d) - TN_a / (TN_a + FN_a); ${GROUPS}`,
  interval: "Newcombe's hybrid score, independent groups",
  source:
    'SageMaker Clarify DRR; a share of nothing is 0 there and here, which then has a note and no interval',
  unit: 'none',
  worse: null,
  countedBy: byConfusion,
  estimate: (d, a) =>
    differenceOfProportions(
      { part: d.trueNegative, whole: d.trueNegative + d.falseNegative },
      { part: a.trueNegative, whole: a.trueNegative + a.falseNegative },
    ),
});
