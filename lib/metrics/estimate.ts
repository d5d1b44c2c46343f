import { type Interval, wilsonInterval } from '../stats/interval.ts';
import type { Noise } from '../stats/noise/noise.ts';
import type { Value } from './metric.ts';

/** One number of one side, or why there is none. */
export type Estimate =
  | {
      readonly value: number;
      readonly low?: number;
      readonly high?: number;
      readonly chance?: number;
      readonly noise?: () => Noise;
      readonly rests?: Value['rests'];
      readonly note?: string;
    }
  | { readonly value: null; readonly reason: string };

/** An estimate with the baseline's beside it. What is too large for a double is no number. */
export function toValue(estimate: Estimate, reference: number | null): Value {
  const known = reference !== null && Number.isFinite(reference) ? reference : null;
  if (estimate.value === null) return { ...estimate, reference: known };
  const { value, low, high, chance, noise, rests, note } = estimate;
  if (!Number.isFinite(value)) {
    return { value: null, reference: known, reason: 'the numbers are too large to be added up' };
  }
  return {
    value,
    reference: known,
    ...(low !== undefined &&
      high !== undefined &&
      Number.isFinite(low) &&
      Number.isFinite(high) && { low, high }),
    ...(chance !== undefined && Number.isFinite(chance) && { chance }),
    ...(noise && { noise }),
    ...(rests && { rests }),
    ...(note !== undefined && { note }),
  };
}

/** A share of a whole with Wilson's interval; unknown where the whole is nothing. */
export function proportion(part: number, whole: number, reason: string): Estimate {
  return whole > 0
    ? { value: part / whole, ...wilsonInterval(part, whole) }
    : { value: null, reason };
}

/** A quotient without an interval; unknown where the denominator is nothing. */
export function quotient(numerator: number, denominator: number, reason: string): Estimate {
  return denominator > 0 ? { value: numerator / denominator } : { value: null, reason };
}

export function withInterval(value: number, { low, high }: Interval): Estimate {
  return { value, low, high };
}
