import { occupied, total } from './sums.ts';

/** Half the sum of the absolute differences of shares: the share of rows that would have to change category; in [0, 1], symmetric. */
export function totalVariation(reference: readonly number[], current: readonly number[]): number {
  const n = total(reference);
  const m = total(current);
  const sum = reference.reduce(
    (all, count, i) => all + Math.abs(count / n - (current[i] ?? 0) / m),
    0,
  );
  return Math.min(1, sum / 2);
}

/** What the distance would be expected to reach by chance: each difference of shares is about normal, its mean size sqrt(2/pi) deviations. */
export function expectedTotalVariation(
  reference: readonly number[],
  current: readonly number[],
): number {
  const [a, b] = occupied(reference, current);
  const n = total(a);
  const m = total(b);
  const sum = a.reduce((all, count, i) => {
    const share = (count + (b[i] ?? 0)) / (n + m);
    return all + Math.sqrt(share * (1 - share));
  }, 0);
  return Math.min(1, (sum / 2) * Math.sqrt((2 / Math.PI) * (1 / n + 1 / m)));
}
