import { z } from 'zod';
import type { ThresholdSetting } from '../monitor/schema.ts';
import type { Thresholds } from './data-quality.ts';
import { parseJsonFile } from './json-file.ts';
import { list, type Outcome } from './outcome.ts';

const metrics = z.array(z.object({ name: z.string(), value: z.number().nullable().optional() }));
const facets = z.object({
  facets: z.record(
    z.string(),
    z.array(z.object({ value_or_threshold: z.string().optional(), metrics })),
  ),
});
const file = z
  .object({
    pre_training_bias_metrics: facets.optional(),
    post_training_bias_metrics: facets.optional(),
  })
  .refine((found) => Object.keys(found).length > 0, {
    message: 'holds neither pre_training_bias_metrics nor post_training_bias_metrics',
  });

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
/** What a fair model has; 0 of all others. */
const IDEALS: Readonly<Record<string, number>> = { DI: 1 };

/**
 * The facets of a bias monitor, and its limits: a value no farther from the ideal than the baseline's, on either side.
 *
 * @throws ConfigError with the path of what is wrong
 */
export function keepBias(
  text: string,
  name: string,
): {
  readonly facets: readonly string[];
  readonly thresholds: Thresholds;
  readonly outcome: Outcome;
} {
  const found = parseJsonFile(text, name, file, "Clarify's analysis of bias, or constraints of it");
  const parts = [found.pre_training_bias_metrics, found.post_training_bias_metrics];
  const groups = parts.flatMap((part) =>
    Object.entries(part?.facets ?? {}).flatMap(([facet, values]) =>
      values.map(({ value_or_threshold: value, metrics }) => ({ facet, value, metrics })),
    ),
  );
  const thresholds: Record<string, ThresholdSetting[]> = {};
  const lost = new Set<string>();
  let kept = 0;
  for (const { facet, value, metrics } of groups) {
    if (value === undefined || !/^[^([,\]]+$/.test(value)) {
      lost.add(
        `bias: ${facet} is cut at ${value ?? 'nothing'}: cut it by columns.segments, and limit its metrics there`,
      );
      continue;
    }
    for (const { name: theirs, value: agreed } of metrics) {
      const metric = BIAS_METRICS[theirs];
      if (!metric) lost.add(`bias: there is no metric ${theirs}`);
      else if (agreed === null || agreed === undefined || !Number.isFinite(agreed))
        lost.add(`bias: ${theirs} of ${facet}=${value} has no value in the baseline`);
      else {
        const ideal = IDEALS[theirs] ?? 0;
        const distance = Math.abs(agreed - ideal);
        const limits = { min: ideal - distance, max: ideal + distance };
        thresholds[metric] = [
          ...(thresholds[metric] ?? []),
          { ...limits, segments: [`${facet}=${value}`] },
        ];
        kept += 1;
      }
    }
  }
  const names = [...new Set(groups.map(({ facet }) => facet))];
  return {
    facets: names,
    thresholds,
    outcome: {
      kept: [
        `bias: facets ${list(names)}, and ${kept} limits: a metric no farther from its ideal than in the baseline`,
      ],
      otherwise: [
        "bias: Clarify looks at each metric's spread over bootstrap samples; Driftwatch takes the value, and shows its 95 % interval",
      ],
      lost: [...lost],
    },
  };
}
