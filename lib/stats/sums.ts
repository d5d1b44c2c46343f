/** The sum of all counts. */
/** The independent rows that a comparison of two count vectors is worth: nm / (n + m). */
export function comparedSize(a: readonly number[], b: readonly number[]): number {
  const [n, m] = [total(a), total(b)];
  return (n * m) / (n + m);
}

export function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Share of all counts up to and with each bin: the empirical distribution at the bins' right edges. Empty for no rows. */
export function cumulativeShares(counts: readonly number[]): number[] {
  const all = total(counts);
  if (all === 0) return [];
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum / all;
  });
}

/** Two count vectors over the same bins, without the bins that are empty on both sides. */
export function occupied(a: readonly number[], b: readonly number[]): [number[], number[]] {
  const bins = a.map((_, i) => i).filter((i) => (a[i] ?? 0) + (b[i] ?? 0) > 0);
  return [bins.map((i) => a[i] ?? 0), bins.map((i) => b[i] ?? 0)];
}
