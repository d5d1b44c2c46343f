import { total } from '../sums.ts';
import type { Noise } from './noise.ts';
import { type Tail, tailOf, tailSurvival } from './tail.ts';

const SAMPLES = 1000;
/** So many are drawn before it is looked whether they are enough. */
const BATCH = 50;
/** A distance that so many draws reach is known well enough. */
const REACHED = 10;
/** So many tell the mean. */
const FOR_MEAN = 200;

/** Statistics (distance ** power * size) of samples that chance makes, drawn as far as anybody has asked. */
export interface Draws {
  /** In the order in which they were drawn. */
  readonly statistics: number[];
  readonly more: () => number;
  /** Of all of them, once it was asked for. */
  whole?: Tail;
}

export interface DrawnLaw {
  readonly size: number;
  readonly power: 1 | 2;
  /** A mean excess in the tail that is known not to be too small, of the statistic. */
  readonly leastExcess?: number;
}

/**
 * A distance's law from draws. Where they reach, they themselves count; beyond, the tail that is fitted to their upper tenth.
 *
 * A distance that is likely needs few of them: it is known once some draws reach it.
 */
export function drawnNoise(law: DrawnLaw, draws: Draws): Noise {
  const { size, power } = law;
  const from = (count: number): Noise => ({
    size,
    power,
    get expected() {
      return meanOf(draws) / size;
    },
    survival: (distance) => survivalOf(law, draws, count, distance),
  });
  const near = (distance: number) => from(enough(draws, distance ** power * size));
  return Object.assign(from(SAMPLES), { near });
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

function survivalOf(
  { size, power, leastExcess = 0 }: DrawnLaw,
  draws: Draws,
  count: number,
  distance: number,
): number {
  return tailSurvival(tailAmong(draws, count), distance ** power * size, leastExcess);
}

function tailAmong(draws: Draws, count: number): Tail {
  if (count < SAMPLES) return tailOf(draws.statistics.slice(0, count));
  draw(draws, SAMPLES);
  draws.whole ??= tailOf(draws.statistics);
  return draws.whole;
}

/** Of the first ones, so that it does not depend on who has asked for more before. */
function meanOf(draws: Draws): number {
  draw(draws, FOR_MEAN);
  return total(draws.statistics.slice(0, FOR_MEAN)) / FOR_MEAN;
}
