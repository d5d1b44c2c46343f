import type { Profile } from '../../profile/profile.ts';
import { generalizedEntropy as entropyOf } from '../../stats/generalized-entropy.ts';
import { Z95 } from '../../stats/normal.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';
import { byConfusion } from './group-counts.ts';

/** Of the whole and of each variant: it compares rows, not groups. */
export const generalizedEntropy: SliceMetric = {
  name: 'generalized_entropy',
  per: 'slice',
  family: 'fairness',
  restsOn: 'labels',
  needs: byConfusion.needs,
  description:
    'Generalized entropy (GE): how unequally rows benefit from the predictions, where a benefit is 0 for a false negative, 2 for a false positive and 1 for what is right; 0 is equality.',
  formula: 'mean((b / mean(b))^2 - 1) / 2 with b = predicted - actual + 1 of each labelled row',
  interval: 'delta method over the confusion counts, normal',
  source:
    'SageMaker Clarify GE (alpha = 2), which repeats it beside every facet; here it stands once, at the whole',
  unit: 'none',
  worse: 'higher',
  appliesTo: ({ monitor, frame, segment, baseline, current }) =>
    monitor.fairness !== undefined &&
    segment === null &&
    frame.outcome.task === 'binary' &&
    (byConfusion.read(baseline) ?? byConfusion.read(current)) !== undefined,
  measure: ({ baseline, current }) => toValue(estimate(current), estimate(baseline).value),
};

function estimate(profile: Profile): Estimate {
  const confusion = byConfusion.read(profile);
  if (!confusion || Object.values(confusion).every((count) => count === 0))
    return { value: null, reason: 'no row is labelled' };
  const entropy = entropyOf(confusion);
  if (!entropy) return { value: null, reason: 'all labelled rows are false negatives' };
  const { value, variance } = entropy;
  const half = Z95 * Math.sqrt(variance);
  return half > 0 ? { value, low: Math.max(0, value - half), high: value + half } : { value };
}
