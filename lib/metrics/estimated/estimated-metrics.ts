import type { Metric } from '../metric.ts';

/** One file each; a new one is one more line here. */
export const ESTIMATED_METRICS: readonly Metric[] = [];
