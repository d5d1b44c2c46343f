import type { Profile } from '../../profile/profile.ts';
import { normalisedDiscountedGain } from '../../stats/discounted-gain.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { SliceInput, SliceMetric } from '../metric.ts';

interface Attribution {
  readonly feature: string;
  readonly before: number;
  readonly now: number;
}

const NAMED = 3;

export const attributionNdcg: SliceMetric = {
  name: 'attribution_ndcg',
  per: 'slice',
  restsOn: 'rows',
  needs: 'attributions',
  family: 'drift',
  description:
    'Whether the features still count in the order of the baseline: 1 where the ranking of their mean absolute attributions is the same.',
  formula:
    'sum of a(i) / log2(i + 1), features in the order of the window, over the same sum in the order of the baseline; a: mean |attribution| in the baseline; ties share their mean',
  interval: 'none: a function of ranks',
  source:
    'SageMaker Clarify feature attribution drift (nDCG, alert below 0.90); scikit-learn ndcg_score',
  unit: 'none',
  worse: 'lower',
  defaultThreshold: { min: 0.9 },
  appliesTo: (input) => columnsOf(input).length > 1,
  measure: (input) => {
    const attributions = columnsOf(input).map(({ feature, column }) => ({
      feature,
      before: meanMagnitude(input.baseline, column),
      now: meanMagnitude(input.current, column),
    }));
    const isKnown =
      attributions.every(({ before }) => before !== null) &&
      attributions.some(({ before }) => (before ?? 0) > 0);
    return toValue(gain(attributions), isKnown ? 1 : null);
  },
};

function gain(
  all: readonly { feature: string; before: number | null; now: number | null }[],
): Estimate {
  if (!all.some(({ before }) => (before ?? 0) > 0))
    return { value: null, reason: 'the baseline has no attributions' };
  const known = all.flatMap(({ feature, before, now }): Attribution[] =>
    before !== null && now !== null ? [{ feature, before, now }] : [],
  );
  if (known.length < all.length) {
    const missing = all.filter(({ before, now }) => before === null || now === null);
    return {
      value: null,
      reason: `no attributions of ${missing.map(({ feature }) => feature).join(', ')}`,
    };
  }
  const value = normalisedDiscountedGain(
    known.map(({ before }) => before),
    known.map(({ now }) => now),
  );
  const moves = largestMoves(known);
  return { value, ...(moves !== '' && { note: moves }) };
}

function largestMoves(attributions: readonly Attribution[]): string {
  const rank = (of: keyof Omit<Attribution, 'feature'>, one: Attribution) =>
    1 + attributions.filter((other) => other[of] > one[of]).length;
  return attributions
    .map((one) => ({ ...one, from: rank('before', one), to: rank('now', one) }))
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from) || a.from - b.from)
    .slice(0, NAMED)
    .map(({ feature, from, to }) => `${feature} from place ${from} to ${to}`)
    .join(', ');
}

/** The columns of attributions that the baseline froze, by the features that they are of. */
function columnsOf({ frame, monitor }: SliceInput): { feature: string; column: string }[] {
  const frozen = new Set(
    frame.columns.flatMap(({ name, role }) => (role === 'attribution' ? [name] : [])),
  );
  return Object.entries(monitor.columns.attributions ?? {})
    .map(([feature, column]) => ({ feature, column }))
    .filter(({ column }) => frozen.has(column));
}

function meanMagnitude({ columns }: Profile, column: string): number | null {
  const { magnitude, presence } = columns[column] ?? {};
  return magnitude && presence && presence.values > 0 ? magnitude.sum / presence.values : null;
}
