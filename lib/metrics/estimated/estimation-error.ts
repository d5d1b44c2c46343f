import { labelledRows } from '../../profile/labelled.ts';
import type { Profile } from '../../profile/profile.ts';
import type { Expectation } from '../../stats/expected-confusion.ts';
import { Z95 } from '../../stats/normal.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { Descriptor, SliceInput, SliceMetric } from '../metric.ts';

/** What was expected of the labelled rows of one side, and what came. */
export interface Outturn {
  readonly expected: Expectation;
  readonly realised: number;
}

interface EstimationError extends Omit<Descriptor, 'family' | 'interval'> {
  readonly needs: string;
  readonly appliesTo: (input: SliceInput) => boolean;
  /** Of one side's labelled rows, of which there are some, or why there is none. */
  readonly outturn: (input: SliceInput, side: Profile) => Outturn | string;
}

/**
 * How far an estimate without labels was off, once labels came: it and the truth over the same rows, the estimate less the truth.
 *
 * Standard errors from 0 are noted: beyond 1.96, more than the labels' chance, so scores no longer mean what they meant. The
 * reference is the baseline's own, near 0.
 */
export function estimationError({ outturn, ...descriptor }: EstimationError): SliceMetric {
  const errorOf = (input: SliceInput, side: Profile): Estimate => {
    if (labelledRows(side.outcome) === 0) return { value: null, reason: 'no row is labelled' };
    const came = outturn(input, side);
    if (typeof came === 'string') return { value: null, reason: came };
    const { expected, realised } = came;
    const value = expected.value - realised;
    const half = Z95 * expected.standardError;
    const z = value / expected.standardError;
    return {
      value,
      low: value - half,
      high: value + half,
      ...(Number.isFinite(z) && { note: noteOf(z) }),
    };
  };
  return {
    interval:
      'normal: chance of the labels and of the baseline from which they were expected; without 0 the estimate was off by more',
    ...descriptor,
    per: 'slice',
    restsOn: 'labels',
    family: 'estimated_performance',
    measure: (input) =>
      toValue(errorOf(input, input.current), errorOf(input, input.baseline).value),
  };
}

function noteOf(z: number): string {
  const verdict = Math.abs(z) > Z95 ? 'more than' : 'within';
  return `z = ${z.toFixed(2)}, ${verdict} what chance gives`;
}
