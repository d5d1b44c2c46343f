import { normalNoise } from '../stats/noise/chi-square-noise.ts';
import { criticalDistance, type Noise } from '../stats/noise/noise.ts';
import { Z95 } from '../stats/normal.ts';
import type { Limits } from './limits.ts';
import type { Measured } from './measured.ts';

/** What speaks against chance in one value. */
export interface Evidence {
  /** Probability that chance alone takes the value as far from where it was in the baseline. */
  readonly p: number;
  /** What chance reaches with probability `level`, as limits on the side that is looked at. */
  limitsAt(level: number): Limits;
}

/**
 * The evidence in a value on the side of `limits` (`max`, `min`, or both); null where nobody knows how chance moves it.
 *
 * A distance has a law of its own. Any other value with an interval is held against the baseline's by a two-sample test: the
 * baseline's error is taken to be the window's, by the root of their rows.
 */
export function evidenceOf(measured: Measured, limits: Limits): Evidence | null {
  const { value } = measured;
  if (value.value === null || value.reference === null) return null;
  const up = limits.max !== undefined;
  const down = limits.min !== undefined;
  if (!up && !down) return null;
  const difference = value.value - value.reference;
  const distance = up && down ? Math.abs(difference) : Math.max(0, up ? difference : -difference);
  const noise = value.noise ? value.noise() : testOf(measured, difference, up && down ? 2 : 1);
  if (!noise) return null;
  const { reference } = value;
  return {
    p: distance === 0 ? 1 : noise.survival(distance),
    limitsAt: (level) => {
      const reach = criticalDistance(noise, level);
      return { ...(up && { max: reference + reach }), ...(down && { min: reference - reach }) };
    },
  };
}

function testOf(measured: Measured, difference: number, sides: 1 | 2): Noise | null {
  const { value, support, referenceSupport = 0 } = measured;
  const { low, high } = value;
  if (low === undefined || high === undefined || support === 0 || referenceSupport === 0)
    return null;
  const half = difference >= 0 ? (value.value ?? 0) - low : high - (value.value ?? 0);
  const error = (half / Z95) * Math.sqrt(1 + support / referenceSupport);
  if (!(error > 0)) return null;
  return normalNoise(error, (support * referenceSupport) / (support + referenceSupport), sides);
}
