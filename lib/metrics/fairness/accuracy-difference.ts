import { facetMetric } from './facet-metric.ts';
import { byConfusion } from './group-counts.ts';
import { differenceOfProportions, GROUPS } from './rates.ts';

export const accuracyDifference = facetMetric({
  name: 'accuracy_difference',
  description:
    'Accuracy difference (AD): the other rows’ accuracy less this facet value’s; above 0 the model errs more on this value.',
  formula: `(TP_a + TN_a) / n_a - (TP_d + TN_d) / n_d; ${GROUPS}`,
  interval: "Newcombe's hybrid score, independent groups",
  source: 'SageMaker Clarify AD',
  unit: 'none',
  worse: 'higher',
  countedBy: byConfusion,
  estimate: (d, a) =>
    differenceOfProportions(
      {
        part: a.truePositive + a.trueNegative,
        whole: a.truePositive + a.falsePositive + a.trueNegative + a.falseNegative,
      },
      {
        part: d.truePositive + d.trueNegative,
        whole: d.truePositive + d.falsePositive + d.trueNegative + d.falseNegative,
      },
    ),
});
