/** Relative standard error of an estimate from so many registers. @see Flajolet et al. (2007), HyperLogLog */
export const relativeError = (registers: number): number => 1.04 / Math.sqrt(registers);

/**
 * How many distinct values a HyperLogLog sketch has seen: each of its registers holds the longest run of zeros, plus one, among the
 * hashes that fell to it, 0 where none did, `highest` at most. The number of registers is a power of two.
 *
 * Unbiased from no value to as many as the registers can tell, with a relative standard error of 1.04 / sqrt(registers), less for few.
 *
 * @see Ertl (2017), New cardinality estimation algorithms for HyperLogLog sketches, algorithm 6, arXiv 1702.01284
 */
export function estimateDistinct(registers: readonly number[], highest: number): number {
  const size = registers.length;
  const counts = new Array<number>(highest + 1).fill(0);
  for (const register of registers) counts[register] = (counts[register] ?? 0) + 1;
  if ((counts[0] ?? 0) === size) return 0;
  let sum = size * tau(1 - (counts[highest] ?? 0) / size);
  for (let value = highest - 1; value >= 1; value--) sum = (sum + (counts[value] ?? 0)) / 2;
  sum += size * sigma((counts[0] ?? 0) / size);
  return (size * size) / (2 * Math.LN2 * sum);
}

function sigma(start: number): number {
  let [x, power, sum, last] = [start, 1, start, -1];
  while (sum !== last) {
    last = sum;
    x *= x;
    sum += x * power;
    power *= 2;
  }
  return sum;
}

function tau(start: number): number {
  if (start === 0 || start === 1) return 0;
  let [x, power, sum, last] = [start, 1, 1 - start, -1];
  while (sum !== last) {
    last = sum;
    x = Math.sqrt(x);
    power /= 2;
    sum -= (1 - x) ** 2 * power;
  }
  return sum / 3;
}
