/**
 * How far chance alone takes a distance where nothing has changed.
 *
 * `distance` is at least 0. Its `power`-th power is in proportion to the variance of what is compared.
 */
export interface Noise {
  readonly power: 1 | 2;
  /** The independent rows that the comparison is worth: nm / (n + m). */
  readonly size: number;
  /** Mean of distance ** power by chance. */
  readonly expected: number;
  /** Whether the baseline's own error takes every window the same way, rather than as far in any direction. */
  readonly errorStays?: true;
  /** Probability that independent rows reach the distance. */
  survival(distance: number): number;
  /** As far as it need be known around a distance, where to know it well takes long: rough where the distance is likely. */
  near?(distance: number): Noise;
}

const HALVINGS = 45;

/** The distance that chance reaches with probability `level`, in (0, 1). */
export function criticalDistance(noise: Noise, level: number): number {
  let low = 0;
  let high = Math.max(noise.expected, Number.MIN_VALUE) ** (1 / noise.power);
  while (noise.survival(high) > level && high < 1e300) high *= 2;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (noise.survival(middle) > level) low = middle;
    else high = middle;
  }
  return high;
}

/** Of the distance with a part of it, `shift`, that chance is not asked for. */
export function shiftedNoise(noise: Noise, shift: number): Noise {
  const { size, power, near } = noise;
  const left = (distance: number) => Math.max(0, distance - shift);
  return {
    size,
    power,
    get expected() {
      return (noise.expected ** (1 / power) + shift) ** power;
    },
    survival: (distance) => noise.survival(left(distance)),
    ...(near && { near: (distance) => shiftedNoise(near(left(distance)), shift) }),
  };
}

/** Of the distance divided by `divisor`. */
export function scaledNoise(noise: Noise, divisor: number): Noise {
  const { size, power, near } = noise;
  return {
    size,
    power,
    get expected() {
      return noise.expected / divisor ** power;
    },
    survival: (distance) => noise.survival(distance * divisor),
    ...(near && { near: (distance) => scaledNoise(near(distance * divisor), divisor) }),
  };
}
