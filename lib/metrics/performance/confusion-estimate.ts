import type { BinaryOutcome } from '../../profile/statistics/binary.ts';
import { type ConfusionScore, type ConfusionTable, marginsOf } from '../../stats/confusion.ts';
import { confusionInterval } from '../../stats/delta-method.ts';
import { boundedInterval } from '../../stats/interval.ts';
import type { Estimate } from '../estimate.ts';

/** How the descriptors of these metrics name the interval. */
export const DELTA_METHOD = 'delta method over the confusion counts, 3.84 rows added';
export const DELTA_METHOD_50 = `${DELTA_METHOD}; none beyond 50 classes`;

/** The four counts as a table; the positive class is number 1. */
export function binaryTable(outcome: BinaryOutcome): ConfusionTable {
  const { trueNegative, falsePositive, falseNegative, truePositive } = outcome;
  return [
    [trueNegative, falsePositive],
    [falseNegative, truePositive],
  ];
}

/** A score of a confusion table with its interval in [least, 1]; unknown where the score has no denominator. */
export function fromConfusion(
  table: ConfusionTable,
  score: ConfusionScore,
  reason: string,
  least = 0,
): Estimate {
  const exact = score(marginsOf(table));
  if (Number.isNaN(exact)) return { value: null, reason };
  const value = Math.max(least, Math.min(1, exact));
  const interval = confusionInterval(table, score);
  return { value, ...(interval && boundedInterval(interval, value, least, 1)) };
}
