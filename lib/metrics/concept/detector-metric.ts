import { knowsMisses } from '../../profile/miss.ts';
import type { Profile } from '../../profile/profile.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { Descriptor, SliceMetric } from '../metric.ts';
import { errorStream, type TimedBlock } from './error-stream.ts';

interface DetectorMetric
  extends Pick<Descriptor, 'name' | 'description' | 'source'>,
    Required<Pick<Descriptor, 'formula'>> {
  /** Blocks of the window without which the detector can't see a change. */
  readonly leastBlocks: number;
  /** The places of the stream at which change is detected; the first `past` blocks are the baseline's. */
  readonly find: (stream: readonly TimedBlock[], past: number) => readonly number[];
}

/** How every detector's stream is made, for its formula. */
const STREAM =
  'over the errors of the baseline, then of the window, joined to blocks of at least 5 expected misses and 5 hits';

/** How often a detector of change goes off within the window, when it has seen the baseline; beside it, within the baseline seen again. */
export function detectorMetric({
  find,
  leastBlocks,
  formula,
  ...descriptor
}: DetectorMetric): SliceMetric {
  const estimate = (before: Profile, now: Profile): Estimate => {
    const stream = errorStream(before, now, leastBlocks);
    if ('reason' in stream) return { value: null, reason: stream.reason };
    const past = stream.baseline.length;
    const found = find([...stream.baseline, ...stream.window], past).filter((at) => at >= past);
    const first = stream.window[(found[0] ?? -1) - past];
    return { value: found.length, ...(first && { note: `first by ${minuteOf(first.end)}` }) };
  };
  return {
    ...descriptor,
    formula: `${formula}, ${STREAM}`,
    interval: 'none: a count of detections',
    per: 'slice',
    needs: 'labels',
    restsOn: 'labels',
    family: 'concept_drift',
    unit: 'count',
    worse: 'higher',
    appliesTo: ({ frame, baseline, current }) =>
      knowsMisses(frame.outcome) &&
      (baseline.outcome.errors !== undefined || current.outcome.errors !== undefined),
    measure: ({ baseline, current }) =>
      toValue(estimate(baseline, current), estimate(baseline, baseline).value),
  };
}

/** ISO, to the minute. */
function minuteOf(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16)}Z`;
}
