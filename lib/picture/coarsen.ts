import { total } from '../stats/sums.ts';
import type { Bins, Pair } from './picture.ts';
import { toDigits } from './to-digits.ts';

/** What is drawn reaches from this quantile to that one, of both sides. */
const TAIL = 0.005;
/** Edges closer than this share of the range are one: an atom has an edge just below it. */
const SAME = 1e-6;
/** No bin is narrower than so much of an equal one. */
const NARROWEST = 0.3;

/**
 * Counts over frozen bins as shares over at most `parts` bins, whose edges are those frozen ones that are nearest to equal steps
 * (or, `by` ratio, to equal ratios); null where neither side holds a value within finite bins.
 */
export function coarsen(
  edges: readonly number[],
  counts: Pair<readonly number[]>,
  parts: number,
  by: 'step' | 'ratio' = 'step',
): Bins | null {
  // A column without a usable value in the baseline has no frozen bins.
  if (edges.length < 2) return null;
  const sides = [counts.baseline, counts.current].flatMap((side) =>
    side && total(side) > 0 ? [side] : [],
  );
  const ranges = sides.map((side) => drawnRange(edges, side));
  const low = Math.min(...ranges.map(([from]) => from));
  const high = Math.max(...ranges.map(([, to]) => to));
  if (!(high >= low)) return null;
  const kept = drawnEdges(edges, [low, high], parts, by);
  if (kept.length < 2) return null;
  const places = kept.map((edge) => edges.indexOf(edge));
  const sum = (side: readonly number[], start: number, end: number) =>
    total(side.slice(start, end));
  const of = <T>(read: (side: readonly number[], all: number) => T): Pair<T> => ({
    baseline: readSide(counts.baseline, read),
    current: readSide(counts.current, read),
  });
  const drawn = widened(kept, by);
  const span = (drawn.at(-1) as number) - (drawn[0] as number);
  return {
    edges: drawn.map((edge) => toDigits(edge, by === 'ratio' ? edge : span)),
    shares: of((side, all) =>
      places
        .slice(1)
        .map((end, i) => toDigits(sum(side, (places[i] as number) + 1, end + 1) / all)),
    ),
    below: of((side, all) => toDigits(sum(side, 0, (places[0] as number) + 1) / all)),
    above: of((side, all) => toDigits(sum(side, (places.at(-1) as number) + 1, side.length) / all)),
  };
}

function readSide<T>(
  side: readonly number[] | null,
  read: (side: readonly number[], all: number) => T,
): T | null {
  const all = side ? total(side) : 0;
  return side && all > 0 ? read(side, all) : null;
}

/** Places of the frozen edges that hold all but the tails between them. */
function drawnRange(edges: readonly number[], side: readonly number[]): [number, number] {
  const all = total(side);
  let before = 0;
  let first = 0;
  let last = edges.length - 1;
  let started = false;
  for (const [i, count] of side.entries()) {
    if (!started && before + count > TAIL * all) {
      first = Math.max(0, i - 1);
      started = true;
    }
    if (before < (1 - TAIL) * all) last = Math.min(i, edges.length - 1);
    before += count;
  }
  return [first, Math.max(first, last)];
}

function drawnEdges(
  edges: readonly number[],
  [low, high]: readonly [number, number],
  parts: number,
  by: 'step' | 'ratio',
): number[] {
  const within = edges.slice(low, high + 1);
  const [from, to] = [within[0] as number, within.at(-1) as number];
  const position = (value: number) =>
    by === 'ratio' && from > 0
      ? Math.log(value / from) / Math.log(to / from)
      : (value - from) / (to - from);
  // Of two edges about an atom the upper one is kept.
  const apart = within.filter(
    (edge, i) =>
      i === within.length - 1 || position(within[i + 1] as number) - position(edge) > SAME,
  );
  const wanted = Array.from({ length: parts + 1 }, (_, k) =>
    nearest(apart, (edge) => Math.abs(position(edge) - k / parts)),
  );
  const kept: number[] = [from];
  for (const edge of [...new Set(wanted)].sort((a, b) => a - b)) {
    const before = kept.at(-1) as number;
    const isFirstAtom = before === from && edge > from && position(edge) <= SAME;
    if (isFirstAtom || (position(edge) - position(before)) * parts >= NARROWEST) kept.push(edge);
    else if (edge === to && edge > before && kept.length > 1) kept[kept.length - 1] = edge;
  }
  return kept;
}

function nearest(edges: readonly number[], distance: (edge: number) => number): number {
  return edges.reduce((best, edge) => (distance(edge) < distance(best) ? edge : best));
}

/** The edges to draw: where the first bin is one value, it is drawn as wide as the next. */
function widened(edges: readonly number[], by: 'step' | 'ratio'): number[] {
  const [first, second, third] = edges;
  if (first === undefined || second === undefined || by === 'ratio') return [...edges];
  const width = (third ?? second + 1) - second;
  return second - first > SAME * width ? [...edges] : [second - width, ...edges.slice(1)];
}
