import type { CheckEvidence } from '../results.ts';
import { cusumHeight, cusumRunLength } from '../stats/cusum.ts';

/** Less evidence than this is not written down: it takes sums no further. */
export const LEAST_Z = 0.5;
/** One window counts for no more: the far tail is judged by the window itself. */
export const MOST_Z = 3;
/** Mean of a standard normal value that is below `LEAST_Z`. */
const MEAN_BELOW = -0.509;
/** Half of the shift, in standard deviations, that is found soonest. */
const ALLOWANCE = 0.5;
/** How far the baseline's own error may lie off, in standard deviations. */
const BASELINE_ERROR = 3;
/** How far a sum may rise above its height, so that it comes down soon once nothing feeds it. */
const ABOVE = 2;

/** The evidence of one check since its sum was last zero. */
export interface CumulativeSum {
  readonly baseline: string;
  /** ISO start of its first window. */
  readonly since: string;
  /** Windows judged since then. */
  readonly windows: number;
  readonly sum: number;
  /** Sum of the windows' effects. */
  readonly effect: number;
  readonly last: CheckEvidence;
  /** Whether it was ever a finding. */
  readonly told?: true;
}

/**
 * The sum with a window in it; null where it is zero. `found` is null where the window says nothing against chance, `runLength`
 * the number of windows in which chance may take a sum to its height once.
 */
export function addToSum(
  before: CumulativeSum | null,
  window: { readonly start: string; readonly baseline: string; readonly runLength: number },
  found: CheckEvidence | null,
): CumulativeSum | null {
  const known = before?.baseline === window.baseline ? before : null;
  const last = found ?? known?.last;
  if (!last) return null;
  const risen = (known?.sum ?? 0) + (found?.z ?? MEAN_BELOW) - allowanceOf(last);
  if (risen <= 0) return null;
  const sum = cappedSum(risen, allowanceOf(last), window.runLength);
  const { baseline, start } = window;
  const { since = start, windows = 0, effect = 0 } = known ?? {};
  return {
    ...{ baseline, since, windows: windows + 1, sum, last },
    effect: effect + (found?.effect ?? 0),
    ...(known?.told && { told: true }),
  };
}

/** In how many windows chance alone takes a sum so high once. */
export function runLengthOf({ sum, last }: CumulativeSum): number {
  return cusumRunLength(allowanceOf(last), sum);
}

function cappedSum(sum: number, allowance: number, runLength: number): number {
  return cusumRunLength(allowance, sum - ABOVE) > runLength
    ? cusumHeight(allowance, runLength) + ABOVE
    : sum;
}

/** What each window must exceed, in standard deviations: more the smaller the baseline is beside the windows. */
function allowanceOf({ shared }: CheckEvidence): number {
  return ALLOWANCE + BASELINE_ERROR * shared;
}

/** The value that the windows since the sum was zero have on average, what chance adds taken off. */
export function averageValue({ effect, windows, last }: CumulativeSum): number {
  const { reference, limits, power } = last;
  const least = Math.abs((limits.max ?? limits.min ?? reference) - reference);
  const distance = Math.max(0, effect / windows) ** (1 / power) * least;
  return limits.max === undefined ? reference - distance : reference + distance;
}
