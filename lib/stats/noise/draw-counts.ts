import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Any number: the same draws every time. */
const SEED = 20_260_101;

/**
 * Draws samples of `size` values each from shares over bins (at least 0, at least one above), one a call: the counts of each.
 *
 * Multinomial by Walker's alias method; the same arguments draw the same. The array is used again for the next sample.
 *
 * @see Vose (1991), A linear algorithm for generating random numbers with a given distribution
 */
export function countsDrawer(shares: readonly number[], size: number): () => Float64Array {
  const { keep, other } = aliases(shares);
  const generator = xoroshiro128plus(SEED);
  const counts = new Float64Array(shares.length);
  return () => {
    counts.fill(0);
    for (let i = 0; i < size; i++) {
      const place = ((generator.next() >>> 0) / 2 ** 32) * shares.length;
      const bin = Math.floor(place);
      const drawn = place - bin < (keep[bin] as number) ? bin : (other[bin] as number);
      counts[drawn] = (counts[drawn] as number) + 1;
    }
    return counts;
  };
}

function aliases(shares: readonly number[]) {
  const all = shares.reduce((sum, share) => sum + share, 0);
  const scaled = shares.map((share) => (share / all) * shares.length);
  const keep = scaled.map(() => 1);
  const other = scaled.map((_, i) => i);
  const low = scaled.flatMap((weight, i) => (weight < 1 ? [i] : []));
  const high = scaled.flatMap((weight, i) => (weight < 1 ? [] : [i]));
  while (low.length > 0 && high.length > 0) {
    const small = low.pop() as number;
    const large = high.at(-1) as number;
    keep[small] = scaled[small] as number;
    other[small] = large;
    scaled[large] = (scaled[large] as number) - (1 - (scaled[small] as number));
    if ((scaled[large] as number) < 1) low.push(high.pop() as number);
  }
  return { keep, other };
}
