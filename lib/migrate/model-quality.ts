import { z } from 'zod';
import { MODEL_METRICS } from '../act/sagemaker/metric-names.ts';
import type { Task, ThresholdSetting } from '../monitor/schema.ts';
import type { Thresholds } from './data-quality.ts';
import { parseJsonFile } from './json-file.ts';
import { list, type Outcome } from './outcome.ts';

const limits = z.record(
  z.string(),
  z.object({
    threshold: z.number(),
    comparison_operator: z.enum(['LessThanThreshold', 'GreaterThanThreshold']),
  }),
);
const file = z
  .object({
    binary_classification_constraints: limits.optional(),
    multiclass_classification_constraints: limits.optional(),
    regression_constraints: limits.optional(),
  })
  .refine((found) => Object.keys(found).length === 1, {
    message:
      'holds none of binary_classification_constraints, multiclass_classification_constraints and regression_constraints',
  });

const TASKS: Readonly<Record<keyof z.output<typeof file>, Task>> = {
  binary_classification_constraints: 'binary',
  multiclass_classification_constraints: 'multiclass',
  regression_constraints: 'regression',
};

/** The limits of a model quality monitor, and its task. @throws ConfigError with the path of what is wrong */
export function keepModelQuality(
  text: string,
  name: string,
): { readonly task: Task; readonly thresholds: Thresholds; readonly outcome: Outcome } {
  const found = parseJsonFile(text, name, file, "Model Monitor's constraints of model quality");
  const [kind, constraints] = Object.entries(found)[0] as [
    keyof typeof TASKS,
    z.output<typeof limits>,
  ];
  const thresholds: Record<string, ThresholdSetting[]> = {};
  const kept: string[] = [];
  const lost: string[] = [];
  for (const [theirs, { threshold, comparison_operator }] of Object.entries(constraints)) {
    const ours = MODEL_METRICS[theirs];
    if (!ours) {
      lost.push(theirs);
      continue;
    }
    const value = ours.complement ? Number((1 - threshold).toPrecision(12)) : threshold;
    const isFloor = (comparison_operator === 'LessThanThreshold') !== (ours.complement ?? false);
    const setting = isFloor ? { min: value } : { max: value };
    thresholds[ours.metric] = [...(thresholds[ours.metric] ?? []), setting];
    kept.push(`${theirs} is ${ours.metric}, ${isFloor ? 'at least' : 'at most'} ${value}`);
  }
  const unknown = lost.filter((one) => !one.endsWith('_best_constant_classifier'));
  const constant = lost.length - unknown.length;
  return {
    task: TASKS[kind],
    thresholds,
    outcome: {
      kept: kept.map((one) => `model quality: ${one}`),
      otherwise: [],
      lost: [
        ...(constant > 0
          ? [
              `model quality: ${constant} limits of the best constant classifier, which say nothing of the model`,
            ]
          : []),
        ...(unknown.length > 0 ? [`model quality: there is no metric ${list(unknown)}`] : []),
      ],
    },
  };
}
