import type { Detector, DetectorState } from './detector.ts';

export interface PageHinkleyOptions {
  /** Values before a change can be detected. */
  readonly minInstances: number;
  /** What a value may differ from the mean without counting. */
  readonly delta: number;
  /** How far the sum of differences may come from its extreme. */
  readonly threshold: number;
  /** What the sum keeps of itself with each value. */
  readonly alpha: number;
  /** Which changes of the mean are looked for. */
  readonly mode: 'up' | 'down' | 'both';
}

export const PAGE_HINKLEY_DEFAULTS: PageHinkleyOptions = {
  minInstances: 30,
  delta: 0.005,
  threshold: 50,
  alpha: 1 - 0.0001,
  mode: 'both',
};

interface PageHinkleyState extends DetectorState {
  readonly count: number;
  readonly mean: number;
  readonly increase: number;
  readonly decrease: number;
  readonly leastIncrease: number;
  readonly mostDecrease: number;
}

/**
 * The Page-Hinkley test: values add up to far more, or far less, than their mean so far would have them.
 *
 * @see river.drift.PageHinkley 0.26; Page (1954), Continuous inspection schemes, Biometrika 41
 */
export function pageHinkley(
  options: Partial<PageHinkleyOptions> = {},
): Detector<PageHinkleyState, number> {
  const { minInstances, delta, threshold, alpha, mode } = { ...PAGE_HINKLEY_DEFAULTS, ...options };
  return {
    start: {
      detected: false,
      count: 0,
      mean: 0,
      increase: 0,
      decrease: 0,
      leastIncrease: Number.POSITIVE_INFINITY,
      // river's own start of a maximum.
      mostDecrease: -1,
    },
    update: (state, x) => {
      const count = state.count + 1;
      const mean = state.mean + (x - state.mean) / count;
      const increase = alpha * state.increase + (x - mean) - delta;
      const decrease = alpha * state.decrease + (x - mean) + delta;
      const leastIncrease = Math.min(state.leastIncrease, increase);
      const mostDecrease = Math.max(state.mostDecrease, decrease);
      const rises = mode !== 'down' && increase - leastIncrease > threshold;
      const falls = mode !== 'up' && mostDecrease - decrease > threshold;
      const detected = count >= minInstances && (rises || falls);
      return { detected, count, mean, increase, decrease, leastIncrease, mostDecrease };
    },
  };
}
