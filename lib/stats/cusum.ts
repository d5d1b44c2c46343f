/**
 * Mean number of values until a sum S = max(0, S + z - allowance) of independent standard normal values reaches `height`.
 *
 * Siegmund's approximation, within some per cent where the result is large.
 *
 * @see Page (1954), Continuous inspection schemes, Biometrika 41; Siegmund (1985), Sequential Analysis
 */
export function cusumRunLength(allowance: number, height: number): number {
  const b = height + OVERSHOOT;
  return (Math.exp(2 * allowance * b) - 2 * allowance * b - 1) / (2 * allowance ** 2);
}

/** The height that chance alone reaches once in so many values, at least 0; `allowance` is above 0. */
export function cusumHeight(allowance: number, runLength: number): number {
  let low = 0;
  let high = 1;
  while (cusumRunLength(allowance, high) < runLength) high *= 2;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (cusumRunLength(allowance, middle) < runLength) low = middle;
    else high = middle;
  }
  return high;
}

/** By how much the sum steps over the height, and over zero, on average. */
const OVERSHOOT = 1.166;
const HALVINGS = 40;
