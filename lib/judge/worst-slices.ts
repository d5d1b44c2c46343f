import { driftOfSlices } from './drift-of-slices.ts';
import { errorsOfSlices } from './errors-of-slices.ts';
import type { WindowProfiles } from './measure-window.ts';
import type { Measured } from './measured.ts';

/** A segment that stands out. */
export interface WorstSlice {
  /** `column=value` */
  readonly segment: string;
  readonly metric: string;
  /** The column that drifted most; null for performance. */
  readonly column: string | null;
  readonly value: number;
  /** The same of all rows. */
  readonly whole: number;
  /** Performance: the segment's error by the whole's, less 1. Drift: psi beyond the whole's, chance taken off both. */
  readonly effect: number;
  /** Probability that chance alone takes any of the segments and columns looked at so far from the whole: at most 0.01. */
  readonly evidence: number;
  /** Rows that the value rests on: labelled ones for performance. */
  readonly rows: number;
  /** For people. Holds names from the log: escape it. */
  readonly sentence: string;
}

/** Where the model does worst and where data drifted most, worst first: at most five each, none where nothing stands out. */
export interface WorstSlices {
  readonly performance: readonly WorstSlice[];
  readonly drift: readonly WorstSlice[];
}

const NAMED = 5;
const FALSE_NAMES = 0.01;

/** A segment that was looked at. */
export interface Candidate extends Omit<WorstSlice, 'evidence' | 'sentence'> {
  /** How likely chance alone takes this one so far. */
  readonly p: number;
  /** Whether the effect is large enough to matter. */
  readonly standsOut: boolean;
  /** The lower end of the effect's 95 % interval: what slices are ranked by. */
  readonly sure: number;
  /** Tells which of two nested slices the effect belongs to: effect in standard errors, squared, or the like. */
  readonly weight: number;
  readonly sentence: (also: readonly Candidate[]) => string;
}

/**
 * The segments of one window that stand out from the whole by effect and by evidence, each allowing for all that were looked at.
 *
 * Performance is accuracy or mae: means over rows, so that slices add up to the whole. A segment needs `alerts.min_rows` rows,
 * of the baseline too for drift. Of a pair of columns and one of its parts, the one that explains more is named.
 */
export function worstSlices(measured: readonly Measured[], profiles: WindowProfiles): WorstSlices {
  return {
    performance: named(errorsOfSlices(measured, profiles)),
    drift: named(driftOfSlices(measured, profiles)),
  };
}

/** What stands out, one entry a segment, worst first. */
function named(candidates: readonly Candidate[]): WorstSlice[] {
  const looked = candidates.length;
  const outstanding = candidates
    .filter(({ p, standsOut }) => p * looked <= FALSE_NAMES && standsOut)
    .sort((a, b) => b.weight - a.weight || (a.segment < b.segment ? -1 : 1));
  const kept: Candidate[] = [];
  for (const one of outstanding) {
    const explained = kept.some(
      ({ segment, column }) =>
        column === one.column && (isWithin(segment, one.segment) || isWithin(one.segment, segment)),
    );
    if (!explained) kept.push(one);
  }
  const bySurety = kept.sort((a, b) => b.sure - a.sure);
  return [...new Set(bySurety.map(({ segment }) => segment))].slice(0, NAMED).flatMap((segment) => {
    const [worst, ...also] = bySurety.filter((one) => one.segment === segment);
    if (!worst) return [];
    const { p, sure: _, weight: __, standsOut: ___, sentence, ...slice } = worst;
    return { ...slice, evidence: p * looked, sentence: sentence(also) };
  });
}

/** Whether a pair `a=x & b=y` lies within `a=x` or `b=y`. */
function isWithin(pair: string, segment: string): boolean {
  return pair.startsWith(`${segment} & `) || pair.endsWith(` & ${segment}`);
}
