import type { Profile } from '../../profile/profile.ts';
import {
  type ConfusionSlopes,
  type Expectation,
  type ExpectedConfusion,
  type ExpectedDecisions,
  expectScore,
} from '../../stats/expected-confusion.ts';
import { boundedInterval } from '../../stats/interval.ts';
import { Z95 } from '../../stats/normal.ts';
import { type Estimate, toValue, withInterval } from '../estimate.ts';
import type { Descriptor, SliceInput, SliceMetric } from '../metric.ts';
import { canEstimate, decidedRows } from './decided-rows.ts';

/** What is said of every one of these intervals. */
export const INTERVAL =
  'delta method: chance of the labels given their probabilities, and of the labels that these were read from; not that the relation of score and label has changed';

/** The same of rankings, which isotonic regression on few labels flatters. */
export const RANKING_INTERVAL = `${INTERVAL}; of a few thousand labels some tenths of a standard error too high`;

/** The same where classes are averaged. */
export const CLASS_INTERVAL = `${INTERVAL}; the standard errors of the classes are added up, which is never too little`;

interface EstimatedMetric extends Omit<Descriptor, 'family' | 'interval'> {
  readonly interval?: string;
  readonly needs: string;
  /** From rows by score bin and decision: one entry for a binary model. */
  readonly binary?: (decisions: ExpectedDecisions) => Estimate;
  /** One entry a class, in the order of the classes. */
  readonly multiclass?: (classes: readonly ExpectedDecisions[]) => Estimate;
}

/**
 * A performance metric of all rows, labelled or not, if the scores mean what they meant in the baseline: confidence-based
 * performance estimation.
 *
 * The probabilities behind the scores are read from the baseline's labels (`recalibrate`), those of several classes one class at
 * a time and not made to add up to 1. The reference is the same estimate of the baseline's own rows. Only where the baseline has
 * scores and labels.
 *
 * @see https://nannyml.readthedocs.io/en/stable/how_it_works/performance_estimation.html
 */
export function estimatedMetric({
  binary,
  multiclass,
  ...descriptor
}: EstimatedMetric): SliceMetric {
  const estimateOf = (input: SliceInput, side: Profile): Estimate => {
    const rows = decidedRows(input, side);
    const [first] = rows ?? [];
    if (!rows || !first) return { value: null, reason: 'no prediction has a score' };
    const { task } = input.frame.outcome;
    const estimate = task === 'binary' ? binary?.(first) : multiclass?.(rows);
    return estimate ?? { value: null, reason: `not defined for ${task}` };
  };
  return {
    interval: INTERVAL,
    ...descriptor,
    per: 'slice',
    restsOn: 'rows',
    family: 'estimated_performance',
    appliesTo: (input) => {
      const { task } = input.frame.outcome;
      const known = task === 'binary' ? binary : task === 'multiclass' ? multiclass : undefined;
      return known !== undefined && canEstimate(input);
    },
    measure: (input) => {
      const value = toValue(
        estimateOf(input, input.current),
        estimateOf(input, input.baseline).value,
      );
      return { ...value, rests: { referenceRows: Number.POSITIVE_INFINITY } };
    },
  };
}

/** A score of a binary model's confusion counts. */
export function ofConfusion(
  score: (counts: ExpectedConfusion) => ConfusionSlopes | null,
  reason: string,
): (decisions: ExpectedDecisions) => Estimate {
  return (decisions) => toEstimate(expectScore(decisions, score), reason);
}

/**
 * Mean over classes of a score of each one's confusion counts; 0 for a class where it has no denominator. The classes that are
 * neither chosen nor expected don't count. Labels of one row hang together in a way that is not known here: the standard errors
 * are added up, which is never too little.
 */
export function ofEachClass(
  score: (counts: ExpectedConfusion) => ConfusionSlopes | null,
): (classes: readonly ExpectedDecisions[]) => Estimate {
  const occurs = ({ truePositive, falsePositive, falseNegative }: ExpectedConfusion) =>
    truePositive + falsePositive + falseNegative > 0 ? { value: 1, ofChosen: 0, ofOther: 0 } : null;
  return (classes) =>
    meanOf(
      classes
        .filter((decisions) => expectScore(decisions, occurs) !== null)
        .map((decisions) => expectScore(decisions, score) ?? { value: 0, standardError: 0 }),
      'no class is predicted or expected',
    );
}

/** Mean of scores by class, their standard errors added up as if all were off together. */
export function meanOf(expectations: readonly (Expectation | null)[], reason: string): Estimate {
  const known = expectations.filter((each) => each !== null);
  if (known.length < expectations.length || known.length === 0) return { value: null, reason };
  const mean = (of: (each: Expectation) => number) =>
    known.reduce((sum, each) => sum + of(each), 0) / known.length;
  return toEstimate(
    { value: mean(({ value }) => value), standardError: mean((each) => each.standardError) },
    reason,
  );
}

/** With the normal interval within [0, 1]. */
export function toEstimate(expectation: Expectation | null, reason: string): Estimate {
  if (!expectation) return { value: null, reason };
  const value = Math.min(1, Math.max(0, expectation.value));
  const half = Z95 * expectation.standardError;
  return withInterval(
    value,
    boundedInterval({ low: value - half, high: value + half }, value, 0, 1),
  );
}
