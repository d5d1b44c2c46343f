type Matrix = readonly (readonly number[])[];

/**
 * Probability that the two-sided Kolmogorov-Smirnov statistic of n values is at most d, exactly.
 *
 * For n to a few hundred: the matrix grows as n^n / n!.
 *
 * @see Durbin (1973); Marsaglia, Tsang & Wang (2003), Evaluating Kolmogorov's distribution, JSS 8(18)
 */
export function durbinMatrix(d: number, n: number): number {
  const k = Math.floor(n * d) + 1;
  const size = 2 * k - 1;
  let probability = power(steps(size, k - n * d), n)[k - 1]?.[k - 1] ?? 0;
  for (let i = 1; i <= n; i++) probability *= i / n;
  return probability;
}

function steps(size: number, h: number): Matrix {
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => {
      if (i - j + 1 < 0) return 0;
      let cell = 1;
      if (j === 0) cell -= h ** (i + 1);
      if (i === size - 1) cell -= h ** (size - j);
      if (i === size - 1 && j === 0) cell += Math.max(0, 2 * h - 1) ** size;
      for (let g = 2; g <= i - j + 1; g++) cell /= g;
      return cell;
    }),
  );
}

function power(base: Matrix, n: number): Matrix {
  if (n === 1) return base;
  const half = power(base, Math.floor(n / 2));
  const even = multiply(half, half);
  return n % 2 === 1 ? multiply(even, base) : even;
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    row.map((_, j) => row.reduce((sum, cell, k) => sum + cell * (b[k]?.[j] ?? 0), 0)),
  );
}
