import type { OutcomeFrame } from '../../profile/column.ts';
import { labelledRows } from '../../profile/labelled.ts';
import type { OutcomeSummary } from '../../profile/outcome-statistics.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { Descriptor, SliceInput, SliceMetric } from '../metric.ts';

type Estimators = {
  readonly [Task in keyof OutcomeSummary]?: (
    outcome: NonNullable<OutcomeSummary[Task]>,
    frame: OutcomeFrame,
  ) => Estimate;
};

interface OutcomeMetricDefinition extends Omit<Descriptor, 'family'> {
  /** How each task that has this metric gets it from what came of its predictions. */
  readonly estimate: Estimators;
  /** Only for monitors that log scores or probabilities. */
  readonly needsScores?: true;
  /** Only for monitors that log probabilities of so many classes. */
  readonly needsClasses?: number;
}

/** A performance metric, with what it makes of the outcome of one side. */
export interface OutcomeMetric extends SliceMetric {
  readonly estimate: Estimators;
}

/** A performance metric: the same function of the outcome of the window and of the baseline. */
export function outcomeMetric({
  estimate,
  needsScores,
  needsClasses = 0,
  ...descriptor
}: OutcomeMetricDefinition): OutcomeMetric {
  return {
    ...descriptor,
    estimate,
    per: 'slice',
    needs: `labels${needsScores ? ' and scores' : ''} (${Object.keys(estimate).join(', ')})`,
    restsOn: 'labels',
    family: 'performance',
    appliesTo: (input) => {
      const { task, classes } = input.frame.outcome;
      const known = input.baseline.outcome[task] ?? input.current.outcome[task];
      return (
        estimate[task] !== undefined &&
        known !== undefined &&
        (!needsScores || hasScores(input)) &&
        classes.length >= needsClasses
      );
    },
    measure: ({ frame: { outcome: frame }, baseline, current }) => {
      // Counts of data sets of different sizes say nothing beside each other.
      const isCount = descriptor.unit === 'count';
      const of = (outcome: OutcomeSummary) => apply(estimate, frame.task, outcome, frame);
      return toValue(of(current.outcome), isCount ? null : of(baseline.outcome).value);
    },
  };
}

function apply<Task extends keyof OutcomeSummary>(
  estimate: Estimators,
  task: Task,
  outcome: OutcomeSummary,
  frame: OutcomeFrame,
): Estimate {
  const estimator = estimate[task];
  const state = outcome[task];
  if (!estimator || !state || labelledRows({ [task]: state }) === 0) {
    return { value: null, reason: 'no row is labelled' };
  }
  return estimator(state as NonNullable<OutcomeSummary[Task]>, frame);
}

function hasScores({ frame: { outcome: frame }, baseline, current }: SliceInput): boolean {
  if (frame.task === 'binary') return frame.scoreEdges.length > 0;
  return (baseline.outcome.multiclass?.scored ?? 0) + (current.outcome.multiclass?.scored ?? 0) > 0;
}
