import { labelledRows } from '../../profile/labelled.ts';
import type { OutcomeSummary } from '../../profile/outcome-statistics.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { Descriptor, SliceInput, SliceMetric } from '../metric.ts';

type Estimators = {
  readonly [Task in keyof OutcomeSummary]?: (
    outcome: NonNullable<OutcomeSummary[Task]>,
  ) => Estimate;
};

interface OutcomeMetric extends Omit<Descriptor, 'family'> {
  /** How each task that has this metric gets it from what came of its predictions. */
  readonly estimate: Estimators;
  /** Only for monitors that log scores or probabilities. */
  readonly needsScores?: true;
}

/** A performance metric: the same function of the outcome of the window and of the baseline. */
export function outcomeMetric({
  estimate,
  needsScores,
  ...descriptor
}: OutcomeMetric): SliceMetric {
  return {
    ...descriptor,
    per: 'slice',
    restsOn: 'labels',
    family: 'performance',
    appliesTo: (input) => {
      const { task } = input.frame.outcome;
      const known = input.baseline.outcome[task] ?? input.current.outcome[task];
      return (
        estimate[task] !== undefined && known !== undefined && (!needsScores || hasScores(input))
      );
    },
    measure: ({
      frame: {
        outcome: { task },
      },
      baseline,
      current,
    }) => {
      // Counts of data sets of different sizes say nothing beside each other.
      const isCount = descriptor.unit === 'count';
      const reference = isCount ? null : apply(estimate, task, baseline.outcome).value;
      return toValue(apply(estimate, task, current.outcome), reference);
    },
  };
}

function apply<Task extends keyof OutcomeSummary>(
  estimate: Estimators,
  task: Task,
  outcome: OutcomeSummary,
): Estimate {
  const estimator = estimate[task];
  const state = outcome[task];
  if (!estimator || !state || labelledRows({ [task]: state }) === 0) {
    return { value: null, reason: 'no row is labelled' };
  }
  return estimator(state as NonNullable<OutcomeSummary[Task]>);
}

function hasScores({ frame: { outcome: frame }, baseline, current }: SliceInput): boolean {
  if (frame.task === 'binary') return frame.scoreEdges.length > 0;
  return (baseline.outcome.multiclass?.scored ?? 0) + (current.outcome.multiclass?.scored ?? 0) > 0;
}
