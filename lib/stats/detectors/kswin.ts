import type { Detector, DetectorState } from './detector.ts';
import { equalSamplesSurvival, largestDifference } from './two-samples.ts';

/** So many places below `from`; `test` numbers the tests since the start, from 0. */
export type Sampler = (from: number, size: number, test: number) => readonly number[];

export interface KswinOptions {
  /** Significance of a single test. */
  readonly alpha: number;
  /** Values that are looked at. */
  readonly windowSize: number;
  /** The latest of them, which are compared with as many of the others. */
  readonly statSize: number;
  readonly sample: Sampler;
}

export const KSWIN_DEFAULTS: KswinOptions = {
  alpha: 0.005,
  windowSize: 100,
  statSize: 30,
  sample: evenly,
};

interface KswinState extends DetectorState {
  readonly window: readonly number[];
  readonly tests: number;
}

/** The least distance that counts as a change. */
const LEAST_DISTANCE = 0.1;

/**
 * Kolmogorov-Smirnov windowing: the latest values are distributed otherwise than those before them.
 *
 * river draws the values that the latest are compared with; here they are spread evenly unless a sampler is given, so that
 * the same stream gives the same detections.
 *
 * @see river.drift.KSWIN 0.26; Raab, Heusinger & Schleif (2020), Reactive soft prototype computing, Neurocomputing 416
 */
export function kswin(options: Partial<KswinOptions> = {}): Detector<KswinState, number> {
  const { alpha, windowSize, statSize, sample } = { ...KSWIN_DEFAULTS, ...options };
  return {
    start: { detected: false, window: [], tests: 0 },
    update: (state, x) => {
      const window = [...state.window, x].slice(-windowSize);
      if (window.length < windowSize) return { ...state, window };
      const latest = window.slice(-statSize);
      const places = sample(windowSize - statSize, statSize, state.tests);
      const distance = largestDifference(
        places.map((place) => window[place] ?? 0),
        latest,
      );
      const detected =
        distance > LEAST_DISTANCE && equalSamplesSurvival(distance, statSize) <= alpha;
      return { detected, window, tests: state.tests + 1 };
    },
  };
}

function evenly(from: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => Math.floor(((i + 0.5) * from) / size));
}
