/** Model Monitor's name of a metric, Driftwatch's, and whether the one is 1 less the other. */
export const MODEL_METRICS: Readonly<
  Record<string, { readonly metric: string; readonly complement?: true }>
> = {
  accuracy: { metric: 'accuracy' },
  precision: { metric: 'precision' },
  recall: { metric: 'recall' },
  f0_5: { metric: 'f05' },
  f1: { metric: 'f1' },
  f2: { metric: 'f2' },
  auc: { metric: 'roc_auc' },
  au_prc: { metric: 'average_precision' },
  true_positive_rate: { metric: 'recall' },
  true_negative_rate: { metric: 'specificity' },
  false_positive_rate: { metric: 'specificity', complement: true },
  false_negative_rate: { metric: 'recall', complement: true },
  weighted_precision: { metric: 'weighted_precision' },
  weighted_recall: { metric: 'weighted_recall' },
  weighted_f1: { metric: 'weighted_f1' },
  mae: { metric: 'mae' },
  mse: { metric: 'mse' },
  rmse: { metric: 'rmse' },
  r2: { metric: 'r2' },
};

/** Clarify's abbreviations as Driftwatch's metrics. */
export const BIAS_METRICS: Readonly<Record<string, string>> = {
  AD: 'accuracy_difference',
  CDDL: 'conditional_demographic_disparity_in_labels',
  CDDPL: 'conditional_demographic_disparity_in_predicted_labels',
  CI: 'class_imbalance',
  DAR: 'difference_in_acceptance_rates',
  DCA: 'difference_in_conditional_acceptance',
  DCR: 'difference_in_conditional_rejection',
  DI: 'disparate_impact',
  DPL: 'difference_in_positive_proportions_in_labels',
  DPPL: 'difference_in_positive_proportions_in_predicted_labels',
  DRR: 'difference_in_rejection_rates',
  GE: 'generalized_entropy',
  JS: 'jensen_shannon_divergence_of_labels',
  KL: 'kullback_leibler_divergence_of_labels',
  KS: 'kolmogorov_smirnov_of_labels',
  LP: 'lp_norm_of_labels',
  RD: 'recall_difference',
  SD: 'specificity_difference',
  TE: 'treatment_equality',
  TVD: 'total_variation_distance_of_labels',
};

/** Those of Clarify's metrics that need no predictions. */
export const PRE_TRAINING: readonly string[] = ['CI', 'DPL', 'KL', 'JS', 'LP', 'TVD', 'KS', 'CDDL'];

/** What Driftwatch's metrics of model quality are called, those alone that mean the same. */
export const MODEL_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(MODEL_METRICS)
    .filter(([, { complement }]) => !complement)
    .toReversed()
    .map(([theirs, { metric }]) => [metric, theirs]),
);

/** Clarify's abbreviations of Driftwatch's metrics. */
export const BIAS_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(BIAS_METRICS).map(([theirs, ours]) => [ours, theirs]),
);

/** The distance of distributions that Model Monitor takes: of numbers, and of categories. */
export const DISTANCES: readonly string[] = ['kolmogorov_smirnov', 'l_infinity'];
