import type { Profile } from '../../profile/profile.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

export const longestGapMinutes: SliceMetric = {
  name: 'longest_gap_minutes',
  per: 'slice',
  restsOn: 'rows',
  family: 'operations',
  description: 'Longest time without a prediction, between the first and the last of the window.',
  formula:
    'most successive parts of time without a prediction x minutes of a part; a part is the window / 1,440, rounded up to whole minutes, and the gap itself is up to two parts longer',
  interval: 'none: a count of all rows',
  source: 'own definition',
  unit: 'minutes',
  worse: 'higher',
  appliesTo: ({ current }) => current.predictions.arrivals !== undefined,
  measure: ({ baseline, current }) => {
    const before = baseline.predictions.arrivals;
    // In longer parts shorter gaps do not show.
    const compares = before?.partMinutes === current.predictions.arrivals?.partMinutes;
    return toValue(longestGap(current), compares ? longestGap(baseline).value : null);
  },
};

function longestGap({ predictions: { arrivals } }: Profile): Estimate {
  if (!arrivals || arrivals.rows.length === 0) {
    return { value: null, reason: 'no prediction has a time' };
  }
  let [gap, longest] = [0, 0];
  for (const rows of arrivals.rows) {
    gap = rows === 0 ? gap + 1 : 0;
    longest = Math.max(longest, gap);
  }
  return { value: longest * arrivals.partMinutes };
}
