import type { Confusion } from '../../stats/generalized-entropy.ts';
import type { Ratio } from './rates.ts';

/** Rows labelled positive by rows predicted positive. */
export function conditionalAcceptance(group: Confusion): Ratio {
  const labelled = group.truePositive + group.falseNegative;
  const predicted = group.truePositive + group.falsePositive;
  return ratio(labelled, predicted, group);
}

/** Rows labelled negative by rows predicted negative. */
export function conditionalRejection(group: Confusion): Ratio {
  const labelled = group.trueNegative + group.falsePositive;
  const predicted = group.trueNegative + group.falseNegative;
  return ratio(labelled, predicted, group);
}

/** The two counts share the rows that were right, so the errors alone make the logarithm of their ratio vary. */
function ratio(labelled: number, predicted: number, group: Confusion): Ratio {
  const wrong = group.falsePositive + group.falseNegative;
  return labelled > 0 && predicted > 0
    ? { part: labelled, whole: predicted, logVariance: wrong / (labelled * predicted) }
    : { part: labelled, whole: predicted };
}
