import { countsDrawer } from './draw-counts.ts';
import type { Noise } from './noise.ts';

const SAMPLES = 1000;
/** So many are drawn before it is looked whether they are enough. */
const BATCH = 50;
/** A distance that so many draws reach is known well enough. */
const REACHED = 10;
/** The share of samples that the tail is fitted to. */
const TAIL = 0.1;
/** Larger samples are not drawn: there a distance shrinks with the root of the size, as the normal limit says. */
const LARGEST = 1000;
/** Sizes that differ by less share a simulation. */
const STEP = 1.1;
const REMEMBERED = 4000;

export interface Simulation {
  /** Tells distances over the same bins apart. */
  readonly name: string;
  readonly shares: readonly number[];
  readonly size: number;
  readonly power: 1 | 2;
  /** A mean excess in the tail that is known not to be too small, of distance ** power * size. */
  readonly leastExcess?: number;
  /** The distance of counts (`size` of them) from the shares. */
  readonly distance: (counts: Float64Array, size: number) => number;
}

/** The statistics of draws, distance ** power * size. */
interface Draws {
  /** In the order in which they were drawn. */
  readonly statistics: number[];
  readonly more: () => number;
  /** Of all of them, once it was asked for. */
  whole?: Tail;
}

interface Tail {
  readonly ascending: readonly number[];
  readonly mean: number;
  /** Where it begins, and the mean excess over that. */
  readonly start: number;
  readonly excess: number;
}

const known = new Map<string, Draws>();

/**
 * Of a distance over bins by drawing: samples of nm / (n + m) rows from the reference's shares, each held against the reference.
 *
 * Up to the upper tenth the draws themselves count; beyond it distance ** power falls off exponentially, as the statistics here do or faster. Sizes are
 * rounded down by less than a tenth for the draws, which are remembered by `name` and content: the same question has the same answer.
 */
export function simulatedNoise(simulation: Simulation): Noise {
  const draws = drawsOf(simulation);
  const { size, power } = simulation;
  const all = () => noiseOf(simulation, draws, SAMPLES);
  return {
    size,
    power,
    get expected() {
      return all().expected;
    },
    survival: (distance) => all().survival(distance),
    near: (distance) => noiseOf(simulation, draws, enough(draws, distance ** power * size)),
  };
}

/** How many draws, in whole batches, tell a statistic: until some reach it. @see Besag & Clifford (1991), Sequential Monte Carlo p-values */
function enough(draws: Draws, statistic: number): number {
  let count = 0;
  let reached = 0;
  while (count < SAMPLES && reached < REACHED) {
    const end = count + BATCH;
    draw(draws, end);
    for (; count < end; count += 1)
      if ((draws.statistics[count] as number) >= statistic) reached += 1;
  }
  return count;
}

function draw({ statistics, more }: Draws, count: number): void {
  while (statistics.length < count) statistics.push(more());
}

function tailOf(draws: Draws, count: number): Tail {
  if (count < SAMPLES) return tailAmong(draws.statistics.slice(0, count));
  draw(draws, SAMPLES);
  draws.whole ??= tailAmong(draws.statistics);
  return draws.whole;
}

function tailAmong(statistics: readonly number[]): Tail {
  const ascending = [...statistics].sort((a, b) => a - b);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const { length } = ascending;
  const from = Math.floor(length * (1 - TAIL));
  const start = ascending[from] ?? 0;
  const excess = sum(ascending.slice(from).map((value) => value - start)) / (length - from);
  return { ascending, mean: sum(ascending) / length, start, excess };
}

function noiseOf({ size, power, leastExcess = 0 }: Simulation, draws: Draws, count: number): Noise {
  const { ascending, mean, start, excess: fitted } = tailOf(draws, count);
  const excess = Math.max(fitted, leastExcess);
  return {
    size,
    power,
    expected: mean / size,
    survival: (distance) => {
      const statistic = distance ** power * size;
      if (statistic > start) return excess > 0 ? TAIL * Math.exp(-(statistic - start) / excess) : 0;
      return (count - firstAtLeast(ascending, statistic)) / count;
    },
  };
}

function drawsOf({ name, shares, size: wanted, power, distance }: Simulation): Draws {
  const size = drawnSize(wanted);
  const key = `${name} ${size} ${shares.map((share) => share.toPrecision(6)).join(' ')}`;
  const before = known.get(key);
  if (before) return before;
  const counts = countsDrawer(shares, size);
  const more = () => distance(counts(), size) ** power * size;
  const draws: Draws = { statistics: [], more };
  if (known.size >= REMEMBERED) known.delete(known.keys().next().value as string);
  known.set(key, draws);
  return draws;
}

/** A whole number of rows, the same for sizes that are close. */
function drawnSize(size: number): number {
  if (size >= LARGEST) return LARGEST;
  if (size <= 20) return Math.max(1, Math.floor(size));
  return Math.floor(STEP ** Math.floor(Math.log(size) / Math.log(STEP) + 1e-9));
}

/** Place of the first of ascending values that is at least `value`. */
function firstAtLeast(values: readonly number[], value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
