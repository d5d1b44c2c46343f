import type { Detector, DetectorState } from './detector.ts';

export interface AdwinOptions {
  /** Significance of a difference of two means. */
  readonly delta: number;
  /** How many values from one check to the next. */
  readonly clock: number;
  /** Buckets of each size before two are merged. */
  readonly maxBuckets: number;
  /** The least length of a part of the window that is compared. */
  readonly minWindowLength: number;
  /** Values before a change can be detected. */
  readonly gracePeriod: number;
}

export const ADWIN_DEFAULTS: AdwinOptions = {
  delta: 0.002,
  clock: 32,
  maxBuckets: 5,
  minWindowLength: 5,
  gracePeriod: 10,
};

interface AdwinState extends DetectorState {
  readonly count: number;
  readonly sum: number;
  /** Summed squared differences from the mean. */
  readonly squares: number;
  /** Sums of values by size: those at k are of 2^k values each, the oldest first. */
  readonly buckets: readonly (readonly number[])[];
}

/**
 * Adaptive windowing: somewhere the window falls into an older and a newer part whose means differ.
 *
 * A window that is cut is begun anew, so that no bucket is ever dropped.
 *
 * @see river.drift.ADWIN 0.26; Bifet & Gavalda (2007), Learning from time-changing data with adaptive windowing, SDM
 */
export function adwin(options: Partial<AdwinOptions> = {}): Detector<AdwinState, number> {
  const all = { ...ADWIN_DEFAULTS, ...options };
  return {
    start: { detected: false, count: 0, sum: 0, squares: 0, buckets: [] },
    update: (state, x) => {
      const count = state.count + 1;
      const away = state.count > 0 ? x - state.sum / state.count : 0;
      const next = {
        count,
        sum: state.sum + x,
        squares: state.squares + (state.count * away * away) / count,
        buckets: insert(state.buckets, x, all.maxBuckets),
      };
      const due = count % all.clock === 0 && count > all.gracePeriod;
      return { ...next, detected: due && hasCut(next, all) };
    },
  };
}

/** Puts a bucket beside its equals; where they are too many the two oldest become one of the next size. */
function insert(
  buckets: AdwinState['buckets'],
  sum: number,
  most: number,
  size = 0,
): readonly (readonly number[])[] {
  const row = [...(buckets[size] ?? []), sum];
  if (row.length <= most) return buckets.toSpliced(size, 1, row);
  const [a = 0, b = 0, ...rest] = row;
  return insert(buckets.toSpliced(size, 1, rest), a + b, most, size + 1);
}

function hasCut(
  { count, sum, squares, buckets }: Omit<AdwinState, 'detected'>,
  { delta, minWindowLength }: AdwinOptions,
): boolean {
  const confidence = Math.log((2 * Math.log(count)) / delta);
  let older = 0;
  let olderSum = 0;
  for (const [size, row] of [...buckets.entries()].reverse()) {
    for (const bucket of row) {
      older += 2 ** size;
      olderSum += bucket;
      const newer = count - older;
      if (older < minWindowLength || newer < minWindowLength) continue;
      const reciprocal = 1 / (older - minWindowLength + 1) + 1 / (newer - minWindowLength + 1);
      const allowed =
        Math.sqrt(2 * reciprocal * (squares / count) * confidence) +
        (2 / 3) * confidence * reciprocal;
      if (Math.abs(olderSum / older - (sum - olderSum) / newer) > allowed) return true;
    }
  }
  return false;
}
