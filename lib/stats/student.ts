import { chiSquareSurvival } from './chi-square.ts';

/** With more degrees of freedom the normal distribution is the same to every digit that counts. */
const NORMAL_FROM = 1e10;

/**
 * Probability that Student's t is farther from 0 than `t`, on either side; `degreesOfFreedom` need not be whole.
 *
 * To nine digits up to ten million degrees of freedom, to seven above.
 *
 * @see Abramowitz & Stegun 26.7.1; scipy.stats.t.sf
 */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  const squared = t * t;
  if (squared === 0) return 1;
  if (degreesOfFreedom >= NORMAL_FROM) return chiSquareSurvival(squared, 1);
  const a = degreesOfFreedom / 2;
  const x = degreesOfFreedom / (degreesOfFreedom + squared);
  const rest = squared / (degreesOfFreedom + squared);
  const front =
    (Math.exp(-a * Math.log1p(squared / degreesOfFreedom)) * Math.sqrt(rest) * gammaRatio(a)) /
    Math.sqrt(Math.PI);
  return x < (a + 1) / (a + 2.5)
    ? Math.min(1, (front * continuedFraction(a, 0.5, x)) / a)
    : Math.max(0, 1 - 2 * front * continuedFraction(0.5, a, rest));
}

/** gamma(a + 1/2) / gamma(a). @see Tricomi & Erdelyi (1951), Pacific Journal of Mathematics 1 */
function gammaRatio(a: number): number {
  if (a < 60) return (gammaRatio(a + 1) * a) / (a + 0.5);
  const r = 1 / a;
  return Math.sqrt(a) * (1 + r * (-1 / 8 + r * (1 / 128 + r * (5 / 1024 + r * (-21 / 32768)))));
}

/** Of the incomplete beta function, by Lentz's method. @see Numerical recipes 6.4 */
function continuedFraction(a: number, b: number, x: number): number {
  const away = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; m <= 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    product *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    product *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return product;
}

/**
 * The quantile of Student's t that is as improbable as a normal one, to 1 % from two degrees of freedom on, below too large.
 *
 * @see Wallace (1959), Bounds on normal approximations to Student's and the chi-square distributions, Annals of Mathematical Statistics 30
 */
export function studentQuantile(normal: number, degreesOfFreedom: number): number {
  const correction = ((8 * degreesOfFreedom + 3) / (8 * degreesOfFreedom + 1)) ** 2;
  return Math.sqrt(degreesOfFreedom * Math.expm1((normal ** 2 * correction) / degreesOfFreedom));
}
