import {
  CORRELATED_PAIRS,
  type Frame,
  JOINT_FEATURES,
  type StandardisedFeature,
} from '../../profile/frame.ts';
import type { Profile } from '../../profile/profile.ts';
import { deviationOfDifference, fisherInterval } from '../../stats/correlation.ts';
import { expectedLargest } from '../../stats/expected-maximum.ts';
import { differenceInterval } from '../../stats/interval.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

interface Pair {
  readonly names: readonly [string, string];
  readonly before: number;
  readonly now: number;
}

/** Fisher's z needs more rows than this. */
const TOO_FEW = 3;

export const correlationChange: SliceMetric = {
  name: 'correlation_change',
  per: 'slice',
  restsOn: 'rows',
  family: 'drift',
  description:
    'The largest change of a correlation between two numeric features, from the baseline to the window.',
  formula: `max |r_window - r_baseline| over the ${CORRELATED_PAIRS} pairs that are most correlated in the baseline, of the first ${JOINT_FEATURES} features; r: Pearson, missing values counted as the baseline's mean`,
  interval: "Zou's, from Fisher's z of both correlations, for the pair that changed most",
  source: 'NumPy corrcoef; Zou (2007), Psychological Methods 12',
  unit: 'none',
  worse: 'higher',
  appliesTo: ({ frame, segment }) => segment === null && (frame.components?.pairs.length ?? 0) > 0,
  measure: ({ frame, baseline, current }) => {
    const before = correlations(frame, baseline);
    const now = correlations(frame, current);
    const pairs = (frame.components?.pairs ?? []).flatMap((places, i): Pair[] => {
      const [was, is] = [before[i], now[i]];
      return typeof was === 'number' && typeof is === 'number'
        ? [{ names: [nameOf(frame, places[0]), nameOf(frame, places[1])], before: was, now: is }]
        : [];
    });
    const isKnown = baseline.rows > TOO_FEW && before.some((r) => r !== null);
    return toValue(largestChange(pairs, baseline.rows, current.rows), isKnown ? 0 : null);
  },
};

function largestChange(pairs: readonly Pair[], n: number, m: number): Estimate {
  if (n <= TOO_FEW) return { value: null, reason: 'the baseline has too few rows' };
  if (m <= TOO_FEW) return { value: null, reason: 'there are too few rows' };
  const [first] = pairs;
  if (first === undefined)
    return { value: null, reason: 'of no pair do both features vary, in baseline and window' };
  const change = (pair: Pair) => Math.abs(pair.now - pair.before);
  const most = pairs.reduce((best, pair) => (change(pair) > change(best) ? pair : best), first);
  const { low, high } = differenceInterval(
    { value: most.now, ...fisherInterval(most.now, m) },
    { value: most.before, ...fisherInterval(most.before, n) },
  );
  const value = change(most);
  const isRise = most.now >= most.before;
  return {
    value,
    low: Math.max(0, Math.min(value, isRise ? low : -high)),
    high: Math.max(value, isRise ? high : -low),
    chance: expectedLargest(
      pairs.map((pair) => deviationOfDifference((n * pair.before + m * pair.now) / (n + m), n, m)),
    ),
    note: `${most.names.join(' and ')}: correlation ${most.before.toFixed(2)} in the baseline, ${most.now.toFixed(2)} now`,
  };
}

/** Of each pair; null where one of its features does not vary. */
function correlations(frame: Frame, { rows, columns, predictions }: Profile): (number | null)[] {
  const { features = [], pairs = [] } = frame.components ?? {};
  const spread = ({ column, deviation }: StandardisedFeature) => {
    const moments = columns[frame.columns[column]?.name ?? '']?.moments;
    const mean = (moments?.sum ?? 0) / deviation / rows;
    const square = (moments?.sumOfSquares ?? 0) / deviation / deviation / rows;
    return { mean, deviation: Math.sqrt(Math.max(0, square - mean * mean)) };
  };
  const spreads = features.map((feature) => spread(feature));
  return pairs.map(([i, j], place) => {
    const [a, b] = [spreads[i], spreads[j]];
    const sum = predictions.products?.[place];
    if (!a || !b || sum === undefined || rows === 0) return null;
    const r = (sum / rows - a.mean * b.mean) / (a.deviation * b.deviation);
    return isVaried(a) && isVaried(b) && Number.isFinite(r) ? Math.max(-1, Math.min(1, r)) : null;
  });
}

/** A constant whose square was rounded does not vary. */
function isVaried({ mean, deviation }: { mean: number; deviation: number }): boolean {
  return deviation > 1e-7 * Math.abs(mean) && deviation > 0;
}

function nameOf({ columns, components }: Frame, feature: number): string {
  return columns[components?.features[feature]?.column ?? -1]?.name ?? '';
}
