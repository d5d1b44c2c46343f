import { conditionalMetric } from './conditional-disparity.ts';
import { byDecision } from './group-counts.ts';
import { GROUPS } from './rates.ts';

export const conditionalDemographicDisparityInPredictedLabels = conditionalMetric({
  name: 'conditional_demographic_disparity_in_predicted_labels',
  description:
    'Conditional demographic disparity in predicted labels (CDDPL): within each value of fairness.given, this facet value’s share of the rejected less its share of the accepted, averaged by rows; above 0 it is rejected more than its part.',
  formula: `sum_g n_g / n (negative_dg / negative_g - positive_dg / positive_g) over groups g; a share of nothing is 0; ${GROUPS}`,
  interval: 'normal, the shares within a group independent, the groups’ sizes as given',
  source:
    'SageMaker Clarify CDDPL; pairs of values beyond the baseline’s 50 most frequent are left out with a note, and make it unknown above 5 % of the rows',
  unit: 'none',
  worse: 'higher',
  countedBy: byDecision,
  label: 'prediction',
});
