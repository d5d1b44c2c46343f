import type { MulticlassOutcome } from '../../profile/statistics/multiclass.ts';
import type { Estimate } from '../estimate.ts';

/** How well one class was found. What has no denominator counts as 0, as in scikit-learn with zero_division=0. */
export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows with this label. */
  readonly support: number;
}

/** The confusion table added up: over all classes that are a label or a prediction. */
export function confusionOf({ confusion }: MulticlassOutcome) {
  const cells = Object.entries(confusion).map(([pair, rows]) => {
    const [actual, predicted] = JSON.parse(pair) as [string, string];
    return { actual, predicted, rows };
  });
  const classes = [
    ...new Set(cells.flatMap(({ actual, predicted }) => [actual, predicted])),
  ].sort();
  const count = (keep: (cell: (typeof cells)[number]) => boolean) =>
    cells.reduce((sum, cell) => sum + (keep(cell) ? cell.rows : 0), 0);
  const scores = classes.map((name): ClassScores => {
    const right = count(({ actual, predicted }) => actual === name && predicted === name);
    const support = count(({ actual }) => actual === name);
    const predicted = count((cell) => cell.predicted === name);
    return {
      precision: predicted > 0 ? right / predicted : 0,
      recall: support > 0 ? right / support : 0,
      f1: (2 * right) / (support + predicted),
      support,
    };
  });
  return {
    scores,
    labelled: count(() => true),
    right: count(({ actual, predicted }) => actual === predicted),
  };
}

/** Mean over classes, each counting the same. */
export function macro(outcome: MulticlassOutcome, score: 'precision' | 'recall' | 'f1'): Estimate {
  const { scores } = confusionOf(outcome);
  return { value: scores.reduce((sum, each) => sum + each[score], 0) / scores.length };
}

/** Mean over classes, each counting by its labels. */
export function weighted(
  outcome: MulticlassOutcome,
  score: 'precision' | 'recall' | 'f1',
): Estimate {
  const { scores, labelled } = confusionOf(outcome);
  return { value: scores.reduce((sum, each) => sum + each[score] * each.support, 0) / labelled };
}
