import { durbinMatrix } from './durbin-matrix.ts';

/** Above this the sums over n terms cost more than their digits are worth. */
const LARGEST_EXACT = 1_000_000;

/**
 * Probability that the two-sided Kolmogorov-Smirnov statistic of n values exceeds d.
 *
 * The plan is SciPy's: twice the one-sided probability in the tail, exact matrices for few values, Pelz and Good's expansion
 * elsewhere; at least 5 digits, in the tail 10.
 *
 * @see scipy.stats.kstwo.sf; Simard & L'Ecuyer (2011), Computing the two-sided Kolmogorov-Smirnov distribution, JSS 39(11)
 */
export function kolmogorovSurvival(d: number, n: number): number {
  const t = n * d;
  if (n < 1 || t <= 0.5) return 1;
  if (d >= 1) return 0;
  const squared = t * d;
  if (squared >= 370) return 0;
  if (d >= 0.5 || squared >= (n <= 140 ? 4 : 2.2)) return clip(2 * smirnovSurvival(d, n));
  return clip(1 - (n <= 140 ? durbinMatrix(d, n) : pelzGood(d, n)));
}

/** Probability that the one-sided statistic exceeds d. @see Birnbaum & Tingey (1951), Annals of Mathematical Statistics 22 */
function smirnovSurvival(d: number, n: number): number {
  if (n > LARGEST_EXACT) return Math.exp(-2 * (d * Math.sqrt(n) + 1 / (6 * Math.sqrt(n))) ** 2);
  let sum = 0;
  let logChoose = 0;
  for (let j = 0; j <= n * (1 - d); j++) {
    if (j > 0) logChoose += Math.log((n - j + 1) / j);
    const rest = 1 - d - j / n;
    if (rest <= 0) break;
    sum += Math.exp(logChoose + (j - 1) * Math.log(d + j / n) + (n - j) * Math.log(rest));
  }
  return d * sum;
}

/** Probability that the statistic is at most d: the limit and three corrections. @see Pelz & Good (1976), JRSS B 38 */
function pelzGood(d: number, n: number): number {
  const z = Math.sqrt(n) * d;
  const z2 = z * z;
  const pi2 = Math.PI ** 2;
  let [k0, k1, k2, k3, k2More, k3More] = [0, 0, 0, 0, 0, 0];
  for (let k = 1; k <= 1 + (16 * z) / Math.PI; k++) {
    const h = (pi2 * (2 * k - 1) ** 2) / 4;
    const odd = Math.exp(-h / (2 * z2));
    k0 += odd;
    k1 += odd * (h - z2);
    k2 += odd * (6 * z2 ** 3 + 2 * z2 ** 2 + (2 * z2 ** 2 - 5 * z2) * h + (1 - 2 * z2) * h ** 2);
    k3 +=
      odd *
      (-30 * z2 ** 3 -
        90 * z2 ** 4 +
        (135 * z2 ** 2 - 96 * z2 ** 3) * h +
        (212 * z2 ** 2 - 60 * z2) * h ** 2 +
        (5 - 30 * z2) * h ** 3);
    const g = pi2 * k * k;
    const even = Math.exp(-g / (2 * z2));
    k2More += even * g;
    k3More += even * g * (3 * z2 - g);
  }
  return (
    Math.sqrt(2 * Math.PI) *
    (k0 / z +
      k1 / (6 * z ** 4) / Math.sqrt(n) +
      (k2 / (72 * z ** 7) - k2More / (36 * z ** 3)) / n +
      (k3 / (6480 * z ** 10) + k3More / (216 * z ** 6)) / n ** 1.5)
  );
}

function clip(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}
