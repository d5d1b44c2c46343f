import { z } from 'zod';
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
