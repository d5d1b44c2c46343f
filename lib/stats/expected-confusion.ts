import { type Recalibration, recalibratedVariance } from './recalibration.ts';
import { total } from './sums.ts';

/** Rows of one side by score bin and decision, and what is known of their labels. */
export interface ExpectedDecisions {
  readonly recalibration: Recalibration;
  readonly chosen: readonly number[];
  readonly other: readonly number[];
}

/** The confusion counts that the probabilities promise: real numbers. */
export interface ExpectedConfusion {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
  readonly rows: number;
}

/** A value with its standard error. */
export interface Expectation {
  readonly value: number;
  readonly standardError: number;
}

/** A score of the counts, and how much it changes with a positive more among the rows chosen and among the others. */
export interface ConfusionSlopes {
  readonly value: number;
  readonly ofChosen: number;
  readonly ofOther: number;
}

/** What becomes of the confusion counts if every row is as likely to be positive as its score says. */
export function expectedConfusion(decisions: ExpectedDecisions): ExpectedConfusion {
  const { chosen, other, recalibration } = decisions;
  const truePositive = expectedPositives(recalibration, chosen);
  const falseNegative = expectedPositives(recalibration, other);
  const [positive, negative] = [total(chosen), total(other)];
  return {
    truePositive,
    falseNegative,
    falsePositive: positive - truePositive,
    trueNegative: negative - falseNegative,
    rows: positive + negative,
  };
}

function expectedPositives({ probabilities }: Recalibration, rows: readonly number[]): number {
  return rows.reduce((sum, count, i) => sum + count * (probabilities[i] ?? 0), 0);
}

/** A score with its standard error to first order; null where the score is. */
export function expectScore(
  decisions: ExpectedDecisions,
  score: (counts: ExpectedConfusion) => ConfusionSlopes | null,
): Expectation | null {
  const slopes = score(expectedConfusion(decisions));
  if (!slopes) return null;
  const variance = recalibratedVariance(decisions.recalibration, [
    { rows: decisions.chosen, slope: () => slopes.ofChosen },
    { rows: decisions.other, slope: () => slopes.ofOther },
  ]);
  return { value: slopes.value, standardError: Math.sqrt(variance) };
}

export function expectedAccuracy({
  truePositive,
  trueNegative,
  rows,
}: ExpectedConfusion): ConfusionSlopes | null {
  if (rows <= 0) return null;
  return { value: (truePositive + trueNegative) / rows, ofChosen: 1 / rows, ofOther: -1 / rows };
}

/** Accuracy of one class of several each. A row is chosen for one class at most, so the right ones of all classes add up and rest on rows of their own. */
export function expectAccuracyOfClasses(classes: readonly ExpectedDecisions[]): Expectation | null {
  const counts = classes.map(expectedConfusion);
  const rows = Math.max(0, ...counts.map((count) => count.rows));
  if (rows === 0) return null;
  const right = counts.reduce((sum, { truePositive }) => sum + truePositive, 0);
  const variance = classes.reduce(
    (sum, { recalibration, chosen }) =>
      sum + recalibratedVariance(recalibration, [{ rows: chosen, slope: () => 1 / rows }]),
    0,
  );
  return { value: right / rows, standardError: Math.sqrt(variance) };
}

/** Null where nothing is chosen. */
export function expectedPrecision({
  truePositive,
  falsePositive,
}: ExpectedConfusion): ConfusionSlopes | null {
  const chosen = truePositive + falsePositive;
  return chosen > 0 ? { value: truePositive / chosen, ofChosen: 1 / chosen, ofOther: 0 } : null;
}

/** Null where nothing is expected to be positive. */
export function expectedRecall({
  truePositive,
  falseNegative,
}: ExpectedConfusion): ConfusionSlopes | null {
  const positives = truePositive + falseNegative;
  if (positives <= 0) return null;
  return {
    value: truePositive / positives,
    ofChosen: falseNegative / positives ** 2,
    ofOther: -truePositive / positives ** 2,
  };
}

/** Null where nothing is expected to be negative. */
export function expectedSpecificity({
  trueNegative,
  falsePositive,
}: ExpectedConfusion): ConfusionSlopes | null {
  const negatives = trueNegative + falsePositive;
  if (negatives <= 0) return null;
  return {
    value: trueNegative / negatives,
    ofChosen: trueNegative / negatives ** 2,
    ofOther: -falsePositive / negatives ** 2,
  };
}

/** Null where nothing is chosen nor expected to be positive. */
export function expectedF1({
  truePositive,
  falsePositive,
  falseNegative,
}: ExpectedConfusion): ConfusionSlopes | null {
  const whole = 2 * truePositive + falsePositive + falseNegative;
  if (whole <= 0) return null;
  return {
    value: (2 * truePositive) / whole,
    ofChosen: (2 * (whole - truePositive)) / whole ** 2,
    ofOther: (-2 * truePositive) / whole ** 2,
  };
}
