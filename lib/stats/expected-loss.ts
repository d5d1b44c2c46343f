import type { Expectation } from './expected-confusion.ts';
import { total } from './sums.ts';

/** What the losses of known rows add up to, by bin. */
export interface LossByBin {
  readonly rows: readonly number[];
  readonly loss: readonly number[];
  readonly squaredLoss: readonly number[];
}

/**
 * Mean loss to be expected of other rows by bin, if each loses what known rows of its bin lost; a bin without known rows stands
 * as the nearest that has some, of two the lower. Null without rows on either side.
 *
 * The standard error is that of the other rows' mean loss around it: of their own losses and of the bins' known means.
 */
export function expectLoss(known: LossByBin, rows: readonly number[]): Expectation | null {
  const all = total(rows);
  if (all <= 0 || total(known.rows) <= 0) return null;
  const borrowed = known.rows.map(() => 0);
  rows.forEach((count, i) => {
    const bin = nearestKnown(known.rows, i);
    borrowed[bin] = (borrowed[bin] ?? 0) + count;
  });
  let sum = 0;
  let variance = 0;
  borrowed.forEach((count, i) => {
    const labelled = known.rows[i] ?? 0;
    if (count === 0 || labelled === 0) return;
    const mean = (known.loss[i] ?? 0) / labelled;
    const spread = Math.max(0, (known.squaredLoss[i] ?? 0) / labelled - mean * mean);
    const share = count / all;
    sum += share * mean;
    variance += spread * (share / all + (share * share) / labelled);
  });
  return { value: sum, standardError: Math.sqrt(variance) };
}

function nearestKnown(known: readonly number[], bin: number): number {
  for (let away = 0; away < known.length; away++) {
    if ((known[bin - away] ?? 0) > 0) return bin - away;
    if ((known[bin + away] ?? 0) > 0) return bin + away;
  }
  return bin;
}
