import { countsDrawer } from './draw-counts.ts';
import { type DrawnLaw, type Draws, drawnNoise } from './drawn-noise.ts';
import type { Noise } from './noise.ts';

/** Larger samples are not drawn: there a distance shrinks with the root of the size, as the normal limit says. */
export const LARGEST_DRAWN = 1000;
/** Sizes that differ by less share a simulation. */
const STEP = 1.1;
const REMEMBERED = 4000;

export interface Simulation extends DrawnLaw {
  /** Tells distances over the same bins apart. */
  readonly name: string;
  readonly shares: readonly number[];
  /** The distance of counts (`size` of them) from the shares. */
  readonly distance: (counts: Float64Array, size: number) => number;
}

const known = new Map<string, Draws>();

/**
 * Of a distance over bins by drawing: samples of nm / (n + m) rows from the reference's shares, each held against the reference.
 *
 * Sizes are rounded down by less than a tenth for the draws, which are remembered by `name` and content: the same question has the
 * same answer.
 */
export function simulatedNoise(simulation: Simulation): Noise {
  return drawnNoise(simulation, drawsOf(simulation));
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
  if (size >= LARGEST_DRAWN) return LARGEST_DRAWN;
  if (size <= 20) return Math.max(1, Math.floor(size));
  return Math.floor(STEP ** Math.floor(Math.log(size) / Math.log(STEP) + 1e-9));
}
