import { drawCounts } from './draw-counts.ts';
import type { Noise } from './noise.ts';

const SAMPLES = 1000;
/** The share of samples that the tail is fitted to. */
const TAIL = 0.1;
/** Larger samples are not drawn: there a distance shrinks with the root of the size, as the normal limit says. */
const LARGEST = 1000;
/** Sizes that differ by less share a simulation. */
const STEP = 1.1;
const REMEMBERED = 4000;

interface Simulated {
  /** distance ** power * size, ascending. */
  readonly statistics: readonly number[];
  readonly mean: number;
  /** Mean excess over the statistic that the share TAIL exceeds. */
  readonly excess: number;
}

const known = new Map<string, Simulated>();

/**
 * Of a distance over bins by drawing: samples of nm / (n + m) rows from the reference's shares, each held against the reference.
 *
 * Up to the upper tenth the draws themselves count; beyond it distance ** power falls off exponentially, as the statistics here do or faster. Sizes are
 * rounded down by less than a tenth for the draws, which are remembered by `name` and content: the same question has the same answer.
 */
export function simulatedNoise(simulation: {
  /** Tells distances over the same bins apart. */
  readonly name: string;
  readonly shares: readonly number[];
  readonly size: number;
  readonly power: 1 | 2;
  /** A mean excess in the tail that is known not to be too small, of distance ** power * size. */
  readonly leastExcess?: number;
  /** The distance of counts (`size` of them) from the shares. */
  readonly distance: (counts: Float64Array, size: number) => number;
}): Noise {
  const { size, power, leastExcess = 0 } = simulation;
  const { statistics, mean, excess: fitted } = remembered(simulation);
  const excess = Math.max(fitted, leastExcess);
  const from = Math.floor(SAMPLES * (1 - TAIL));
  const start = statistics[from] ?? 0;
  return {
    size,
    power,
    expected: mean / size,
    survival: (distance) => {
      const statistic = distance ** power * size;
      if (statistic > start) return excess > 0 ? TAIL * Math.exp(-(statistic - start) / excess) : 0;
      return (SAMPLES - firstAtLeast(statistics, statistic)) / SAMPLES;
    },
  };
}

function remembered(simulation: Parameters<typeof simulatedNoise>[0]): Simulated {
  const { name, shares, power, distance } = simulation;
  const size = drawnSize(simulation.size);
  const key = `${name} ${size} ${shares.map((share) => share.toPrecision(6)).join(' ')}`;
  const before = known.get(key);
  if (before) return before;
  const statistics: number[] = [];
  drawCounts(shares, size, SAMPLES, (counts) => {
    statistics.push(distance(counts, size) ** power * size);
  });
  statistics.sort((a, b) => a - b);
  const from = Math.floor(SAMPLES * (1 - TAIL));
  const start = statistics[from] ?? 0;
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const simulated = {
    statistics,
    mean: sum(statistics) / SAMPLES,
    excess: sum(statistics.slice(from).map((value) => value - start)) / (SAMPLES - from),
  };
  if (known.size >= REMEMBERED) known.delete(known.keys().next().value as string);
  known.set(key, simulated);
  return simulated;
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
