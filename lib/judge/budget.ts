import { parseDuration } from '../monitor/duration.ts';
import { allowedFalseAlarms } from '../monitor/false-alarms.ts';
import type { Monitor } from '../monitor/schema.ts';

/** Evidence that a step-up procedure weighs: a probability, and whether it is of all rows or of a slice. */
export interface Weighed {
  readonly p: number;
  readonly whole: boolean;
}

/** What the checks of a window may use of the budget: the laws of chance are approximate, in the far tail up to a third too light. */
const USED = 0.8;
/** What evidence over windows may take of that. */
const SEQUENTIAL_SHARE = 0.2;
/** What slices may take of the rest, where there are any. */
const SLICES_SHARE = 0.4;
/** A budget that allows more than one window in four is none. */
const HIGHEST = 0.25;

/** The share of windows that may hold a false alarm, in (0, 0.25]; null where the monitor file states no budget. */
export function windowBudget(monitor: Monitor): number | null {
  const allowed = allowedFalseAlarms(monitor);
  if (!allowed) return null;
  const windows = (allowed.days * 86_400_000) / parseDuration(monitor.window);
  return Math.min(HIGHEST, allowed.alarms / windows);
}

/** The share of windows that may hold a false alarm by what several of them say together. */
export function sequentialBudget(budget: number): number {
  return USED * SEQUENTIAL_SHARE * budget;
}

/**
 * The level of each check of a window: evidence at or below it counts.
 *
 * Benjamini and Hochberg's step-up procedure, in which all rows weigh 60 % and slices 40 % of the budget however many there are.
 * Where nothing has changed the probability of any alarm is within the budget; where much has, a share of the alarms.
 *
 * @see Benjamini & Hochberg (1995), JRSS B 57; Genovese, Roeder & Wasserman (2006), False discovery control with p-value
 * weighting, Biometrika 93
 */
export function levelsOf(checks: readonly Weighed[], budget: number): number[] {
  const wholes = checks.filter(({ whole }) => whole).length;
  const slices = checks.length - wholes;
  const weightOf = ({ whole }: Weighed) => {
    if (wholes === 0 || slices === 0) return 1;
    return whole
      ? ((1 - SLICES_SHARE) * checks.length) / wholes
      : (SLICES_SHARE * checks.length) / slices;
  };
  const weighed = checks.map((check) => check.p / weightOf(check)).sort((a, b) => a - b);
  const step = (USED * (1 - SEQUENTIAL_SHARE) * budget) / Math.max(1, checks.length);
  const passed = weighed.findLastIndex((p, i) => p <= (i + 1) * step) + 1;
  return checks.map((check) => Math.min(1, weightOf(check) * step * Math.max(1, passed)));
}
