import type { Expectation } from './expected-confusion.ts';
import { type Recalibration, recalibratedVariance } from './recalibration.ts';
import { total } from './sums.ts';

/** Mean squared difference of score and label over rows by score bin if every row is as likely to be positive as its score says; null without rows. */
export function expectedBrier(
  recalibration: Recalibration,
  rows: readonly number[],
): Expectation | null {
  const all = total(rows);
  if (all <= 0) return null;
  const { probabilities, scores } = recalibration;
  const sum = rows.reduce((loss, count, i) => {
    const [probability, score] = [probabilities[i] ?? 0, scores[i] ?? 0];
    return loss + count * (probability * (1 - score) ** 2 + (1 - probability) * score ** 2);
  }, 0);
  const slope = (i: number) => (1 - 2 * (scores[i] ?? 0)) / all;
  return {
    value: sum / all,
    standardError: Math.sqrt(recalibratedVariance(recalibration, [{ rows, slope }])),
  };
}
