import { unseenNoise } from '../../stats/noise/unseen-noise.ts';
import type { Value } from '../metric.ts';

/**
 * A share of values that the baseline lacks, with how far chance takes it; as it is where older code froze the column.
 *
 * `hints` are what the baseline has that tells of what it lacks, `lacked` the values of the reference that it lacks.
 */
export function withUnseenNoise(
  value: Value,
  law: {
    readonly size: number;
    readonly referenceSize: number | undefined;
    readonly hints: number;
    readonly lacked: number;
  },
): Value {
  const { size, referenceSize = 0, hints, lacked } = law;
  if (value.value === null || referenceSize === 0) return value;
  const reference = { count: lacked, share: value.reference ?? 0 };
  return { ...value, noise: () => unseenNoise({ size, referenceSize, hints, reference }) };
}
