import { ConfigError } from '../../errors.ts';
import type { OutcomeFrame } from '../../profile/column.ts';
import { nextBelow } from '../../profile/edges.ts';
import type { BinaryOutcome } from '../../profile/statistics/binary.ts';
import { total } from '../../stats/sums.ts';
import type { Estimate } from '../estimate.ts';
import { accuracy } from './accuracy.ts';
import { balancedAccuracy } from './balanced-accuracy.ts';
import { cohenKappa } from './cohen-kappa.ts';
import { f1 } from './f1.ts';
import { f2 } from './f2.ts';
import { f05 } from './f05.ts';
import { falseNegatives } from './false-negatives.ts';
import { falsePositives } from './false-positives.ts';
import { mcc } from './mcc.ts';
import type { OutcomeMetric } from './outcome-metric.ts';
import { precision } from './precision.ts';
import { recall } from './recall.ts';
import { specificity } from './specificity.ts';
import { trueNegatives } from './true-negatives.ts';
import { truePositives } from './true-positives.ts';

/** What depends on the decisions alone. */
const COUNT_METRICS: readonly OutcomeMetric[] = [
  accuracy,
  precision,
  recall,
  f1,
  f2,
  f05,
  specificity,
  balancedAccuracy,
  mcc,
  cohenKappa,
  truePositives,
  falsePositives,
  trueNegatives,
  falseNegatives,
];

/** The four counts, had another threshold decided. */
export interface ThresholdedOutcome {
  /** Over the labelled rows that have a score. */
  readonly outcome: BinaryOutcome;
  /** The edge that was cut at: rows whose score is above it count as predicted positive. */
  readonly edge: number;
  /** Whether that is the threshold; else it is the nearest edge. */
  readonly exact: boolean;
}

/**
 * What would have come of a binary model's predictions with another threshold, from the score histograms by label.
 *
 * Exact where the threshold is a frozen edge. A row whose score is the threshold itself counts as positive, as `decide_at` has it,
 * where the frame has an edge just below it, as it has for every frequent score of the baseline, and else as negative.
 *
 * @throws ConfigError where no score is logged, or the threshold is no number
 */
export function atThreshold(
  outcome: BinaryOutcome,
  { scoreEdges }: Pick<OutcomeFrame, 'scoreEdges'>,
  threshold: number,
): ThresholdedOutcome {
  if (scoreEdges.length === 0)
    throw new ConfigError('no score is logged that a threshold could be held against');
  if (!Number.isFinite(threshold))
    throw new ConfigError(`a threshold must be a number, not ${threshold}`);
  const below = scoreEdges.indexOf(nextBelow(threshold));
  const cut = below >= 0 ? below : nearest(scoreEdges, threshold);
  const above = (counts: readonly number[]) => total(counts.slice(cut + 1));
  const upTo = (counts: readonly number[]) => total(counts.slice(0, cut + 1));
  const edge = scoreEdges[cut] ?? threshold;
  return {
    outcome: {
      ...outcome,
      truePositive: above(outcome.positiveScores),
      falsePositive: above(outcome.negativeScores),
      trueNegative: upTo(outcome.negativeScores),
      falseNegative: upTo(outcome.positiveScores),
    },
    edge,
    exact: below >= 0 || edge === threshold,
  };
}

/** Every metric that depends on decisions alone, by name, had another threshold decided. @throws as `atThreshold` */
export function performanceAt(
  outcome: BinaryOutcome,
  frame: OutcomeFrame,
  threshold: number,
): Record<string, Estimate> {
  const { outcome: decided } = atThreshold(outcome, frame, threshold);
  const labelled = total([...decided.positiveScores, ...decided.negativeScores]);
  return Object.fromEntries(
    COUNT_METRICS.map(({ name, estimate }): [string, Estimate] => [
      name,
      (labelled > 0 && estimate.binary?.(decided, frame)) || {
        value: null,
        reason: 'no labelled row has a score',
      },
    ]),
  );
}

function nearest(edges: readonly number[], threshold: number): number {
  return edges.reduce(
    (best, edge, i) =>
      Math.abs(edge - threshold) < Math.abs((edges[best] ?? edge) - threshold) ? i : best,
    0,
  );
}
