import type { Metric } from '../metric.ts';
import { accuracyDifference } from './accuracy-difference.ts';
import { classImbalance } from './class-imbalance.ts';
import { conditionalDemographicDisparityInLabels } from './conditional-demographic-disparity-in-labels.ts';
import { conditionalDemographicDisparityInPredictedLabels } from './conditional-demographic-disparity-in-predicted-labels.ts';
import { differenceInAcceptanceRates } from './difference-in-acceptance-rates.ts';
import { differenceInConditionalAcceptance } from './difference-in-conditional-acceptance.ts';
import { differenceInConditionalRejection } from './difference-in-conditional-rejection.ts';
import { differenceInPositiveProportionsInLabels } from './difference-in-positive-proportions-in-labels.ts';
import { differenceInPositiveProportionsInPredictedLabels } from './difference-in-positive-proportions-in-predicted-labels.ts';
import { differenceInRejectionRates } from './difference-in-rejection-rates.ts';
import { disparateImpact } from './disparate-impact.ts';
import { generalizedEntropy } from './generalized-entropy.ts';
import { jensenShannonDivergenceOfLabels } from './jensen-shannon-divergence-of-labels.ts';
import { kolmogorovSmirnovOfLabels } from './kolmogorov-smirnov-of-labels.ts';
import { kullbackLeiblerDivergenceOfLabels } from './kullback-leibler-divergence-of-labels.ts';
import { lpNormOfLabels } from './lp-norm-of-labels.ts';
import { recallDifference } from './recall-difference.ts';
import { specificityDifference } from './specificity-difference.ts';
import { totalVariationDistanceOfLabels } from './total-variation-distance-of-labels.ts';
import { treatmentEquality } from './treatment-equality.ts';

/** After training, then before. One file each; a new one is one more line here. */
export const FAIRNESS_METRICS: readonly Metric[] = [
  differenceInPositiveProportionsInPredictedLabels,
  disparateImpact,
  differenceInConditionalAcceptance,
  differenceInConditionalRejection,
  recallDifference,
  specificityDifference,
  differenceInAcceptanceRates,
  differenceInRejectionRates,
  accuracyDifference,
  treatmentEquality,
  conditionalDemographicDisparityInPredictedLabels,
  generalizedEntropy,
  classImbalance,
  differenceInPositiveProportionsInLabels,
  kullbackLeiblerDivergenceOfLabels,
  jensenShannonDivergenceOfLabels,
  lpNormOfLabels,
  totalVariationDistanceOfLabels,
  kolmogorovSmirnovOfLabels,
  conditionalDemographicDisparityInLabels,
];
