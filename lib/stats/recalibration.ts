import { isotonicPools, type Pool } from './isotonic.ts';
import { total } from './sums.ts';

/** The groups of rows that scores and labels are compared over. */
const GROUPS = 10;

/** Neighbouring bins whose labels were taken together: which of these a bin's probability rests on, and to what part. */
interface Source {
  readonly pool: number;
  readonly part: number;
}

/** The probability that a row of a score bin is positive, by bin, and how well it is known. */
export interface Recalibration {
  readonly probabilities: readonly number[];
  /** The scores themselves: the middles of the bins, within [0, 1]. */
  readonly scores: readonly number[];
  /** By bin. */
  readonly sources: readonly (readonly Source[])[];
  /** Of the mean label of each pool. */
  readonly variances: readonly number[];
}

/** Rows of the bins, and how much a metric changes with the label of one of them. */
export interface Slopes {
  readonly rows: readonly number[];
  readonly slope: (bin: number) => number;
}

/**
 * Probabilities from the labels of the baseline, over bins with these inner edges: isotonic regression on the score, or the
 * score itself where that is not expected to lower the calibration error. Needs rows.
 *
 * A bin without rows lies on the line between its neighbours, beyond the last ones it has theirs, as in
 * sklearn.isotonic.IsotonicRegression(out_of_bounds="clip"). NannyML decides between the two by the calibration error over ten
 * groups of rows that were held out; sums hold no rows out, so here the error over ten groups is held against what chance gives.
 */
export function recalibrate(
  edges: readonly number[],
  positives: readonly number[],
  negatives: readonly number[],
): Recalibration {
  // Every estimate of a window asks for the same one.
  const before = known.get(positives);
  if (before && before.edges === edges && before.negatives === negatives) return before.result;
  const result = readLabels(edges, positives, negatives);
  known.set(positives, { edges, negatives, result });
  return result;
}

const known = new WeakMap<
  readonly number[],
  {
    readonly edges: readonly number[];
    readonly negatives: readonly number[];
    readonly result: Recalibration;
  }
>();

function readLabels(
  edges: readonly number[],
  positives: readonly number[],
  negatives: readonly number[],
): Recalibration {
  const places = scorePlaces(edges);
  const scores = places.map((score) => Math.min(1, Math.max(0, score)));
  const groups = groupsOf(positives, negatives, scores);
  if (areCalibrated(groups)) {
    return {
      scores,
      probabilities: scores,
      sources: scores.map((_, i) => [
        {
          pool: groups.findIndex(({ last }) => i <= last),
          part: 1,
        },
      ]),
      variances: groups.map(meanVariance),
    };
  }
  const rows = positives.map((count, i) => count + (negatives[i] ?? 0));
  const pools = isotonicPools(positives, rows);
  const sources = sourcesOf(pools, places);
  return {
    scores,
    sources,
    probabilities: sources.map((from) =>
      from.reduce((sum, { pool, part }) => sum + part * (pools[pool]?.value ?? 0), 0),
    ),
    variances: pools.map(({ value, weight }) => meanVariance({ found: value * weight, weight })),
  };
}

/** The middle of every bin; the edge where a bin has only one. */
export function scorePlaces(edges: readonly number[]): number[] {
  return [...edges, Number.NaN].map((edge, i) => {
    const from = edges[i - 1];
    if (from === undefined) return edge;
    return i < edges.length ? (from + edge) / 2 : from;
  });
}

/** Variance of a sum of independent labels times the metric's slope, with that of the probabilities themselves. */
export function recalibratedVariance(
  { probabilities, sources, variances }: Recalibration,
  parts: readonly Slopes[],
): number {
  const leverage = variances.map(() => 0);
  let variance = 0;
  for (const { rows, slope } of parts) {
    rows.forEach((count, i) => {
      if (count === 0) return;
      const probability = probabilities[i] ?? 0;
      const change = slope(i);
      variance += count * probability * (1 - probability) * change * change;
      for (const { pool, part } of sources[i] ?? []) {
        leverage[pool] = (leverage[pool] ?? 0) + count * part * change;
      }
    });
  }
  return leverage.reduce((sum, sway, pool) => sum + sway * sway * (variances[pool] ?? 0), variance);
}

/** Neighbouring bins with their rows. */
interface Group {
  /** The last bin of the group. */
  readonly last: number;
  readonly weight: number;
  readonly found: number;
  /** Sum of the rows' scores. */
  readonly promised: number;
}

/** Bins in groups of a tenth of the rows or more, the last one of what is left; that of bins without rows is the one below. */
function groupsOf(
  positives: readonly number[],
  negatives: readonly number[],
  scores: readonly number[],
): Group[] {
  const size = (total(positives) + total(negatives)) / GROUPS;
  const groups: { last: number; weight: number; found: number; promised: number }[] = [];
  scores.forEach((score, i) => {
    const found = positives[i] ?? 0;
    const rows = found + (negatives[i] ?? 0);
    let group = groups.at(-1);
    if (!group || (rows > 0 && group.weight >= size)) {
      group = { last: i, weight: 0, found: 0, promised: 0 };
      groups.push(group);
    }
    group.last = i;
    group.weight += rows;
    group.found += found;
    group.promised += rows * score;
  });
  return groups;
}

/**
 * Whether taking the labels' means instead would not be expected to bring the groups nearer to the truth. In units of their
 * variance the labels' means are off by 1 a group, and the scores' by what this statistic leaves beyond 1 a group.
 *
 * @see Hosmer & Lemeshow (1980), Goodness of fit tests for the multiple logistic regression model, for the statistic
 */
function areCalibrated(groups: readonly Group[]): boolean {
  const statistic = groups.reduce(
    (sum, group) =>
      sum + ((group.promised - group.found) / group.weight) ** 2 / meanVariance(group),
    0,
  );
  return statistic <= 2 * groups.length;
}

/** Variance of the mean label of some rows, half a row of each kind added: labels of one kind are not certain. */
function meanVariance({ found, weight }: Pick<Group, 'found' | 'weight'>): number {
  const share = (found + 0.5) / (weight + 1);
  return (share * (1 - share)) / weight;
}

/** Of every bin: its pool, or the two that it lies between. */
function sourcesOf(pools: readonly Pool[], places: readonly number[]): Source[][] {
  let next = 0;
  return places.map((place, i) => {
    while (next < pools.length - 1 && (pools[next]?.last ?? 0) < i) next += 1;
    const [before, at] = [pools[next - 1], pools[next]];
    if (!at) return [];
    if (!before || i >= at.first) return [{ pool: next, part: 1 }];
    const [from, to] = [places[before.last] ?? 0, places[at.first] ?? 0];
    const part = (place - from) / (to - from);
    return [
      { pool: next - 1, part: 1 - part },
      { pool: next, part },
    ];
  });
}
