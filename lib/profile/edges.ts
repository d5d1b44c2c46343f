/** What the baseline's values tell of where bins should lie. */
export interface EdgeInput {
  /** Places for edges, in any order, such as quantiles; those outside [min, max] are left out. */
  readonly quantiles: readonly number[];
  /** The nine inner deciles, by linear interpolation. */
  readonly deciles: readonly number[];
  readonly min: number;
  readonly max: number;
  /** Values that hold so many rows that each needs a bin of its own. */
  readonly atoms: readonly number[];
  /** All quantiles at k / `CURVE_CELLS`, ascending from min to max; without them wasserstein is several times coarser. */
  readonly curve?: readonly number[];
}

/** How many cells of equal share `EdgeInput.curve` should span, so that long tails are seen. */
export const CURVE_CELLS = 10_000;

const EQUAL_AREAS = 1000;

/**
 * The frozen bin edges of a numeric column, ascending and distinct.
 *
 * The first edge is the largest number below `min` and the last is `max`: the first and the last bin hold exactly what lies
 * outside the baseline's range. An atom gets an edge just below it and one at it.
 *
 * A `curve` adds edges that cut the integral of sqrt(F (1 - F)) into 1000 equal parts: that is where differences of two
 * distributions put their Wasserstein distance, far out in a long tail too, where quantiles are rare.
 */
export function buildEdges(input: EdgeInput): { edges: number[]; decileEdges: number[] } {
  const { quantiles, min, max, deciles, atoms, curve = [] } = input;
  const wanted = [
    ...quantiles,
    ...deciles,
    ...equalAreas(curve),
    ...atoms,
    ...atoms.map(nextBelow),
  ];
  const inside = wanted.filter((edge) => edge >= min && edge < max);
  return { edges: ascending([...inside, nextBelow(min), max]), decileEdges: ascending(deciles) };
}

/** The largest double below a number. */
export function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(1);
  const double = new Float64Array(bits.buffer);
  double[0] = value;
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? -1n : 1n);
  return double[0];
}

function equalAreas(curve: readonly number[]): number[] {
  const cells = curve.length - 1;
  let sum = 0;
  const areas = curve.map((value, k) => {
    const level = (k - 0.5) / cells;
    if (k > 0) sum += Math.sqrt(level * (1 - level)) * (value - (curve[k - 1] ?? value));
    return sum;
  });
  if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) return [];
  let cell = 1;
  return Array.from({ length: EQUAL_AREAS - 1 }, (_, i) => {
    const target = ((i + 1) / EQUAL_AREAS) * sum;
    while (cell < cells && (areas[cell] ?? sum) < target) cell++;
    const [left, right] = [curve[cell - 1] ?? 0, curve[cell] ?? 0];
    const [from, to] = [areas[cell - 1] ?? 0, areas[cell] ?? sum];
    return to > from ? left + ((right - left) * (target - from)) / (to - from) : right;
  });
}

function ascending(edges: readonly number[]): number[] {
  return [...new Set(edges)].sort((a, b) => a - b);
}
