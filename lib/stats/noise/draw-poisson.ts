import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Any number: the same draws every time. */
const SEED = 20_260_102;
/** Larger means are drawn from the normal distribution. */
const LARGEST_MEAN = 50;

/** Draws Poisson counts with these means, all at once, one array a call, which is used again. The same means draw the same. */
export function poissonDrawer(means: readonly number[]): () => Float64Array {
  const generator = xoroshiro128plus(SEED);
  /** In (0, 1). */
  const uniform = () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
  const none = means.map((mean) => Math.exp(-mean));
  const counts = new Float64Array(means.length);
  return () => {
    for (const [i, mean] of means.entries()) {
      counts[i] =
        mean > LARGEST_MEAN
          ? normalCount(mean, uniform)
          : inverseCount(mean, none[i] as number, uniform());
    }
    return counts;
  };
}

/** The least count whose cumulative probability reaches `at`. */
function inverseCount(mean: number, none: number, at: number): number {
  let count = 0;
  let probability = none;
  let upTo = none;
  while (upTo < at && probability > 0) {
    count += 1;
    probability *= mean / count;
    upTo += probability;
  }
  return count;
}

/** By Box and Muller. */
function normalCount(mean: number, uniform: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
}
