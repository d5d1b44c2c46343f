import { z } from 'zod';
import { BIAS_METRICS } from '../act/sagemaker/metric-names.ts';
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
