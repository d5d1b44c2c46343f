import type { ThresholdSetting } from '../monitor/schema.ts';
import type { Thresholds } from './data-quality.ts';

/** All limits of several agreements, by metric. */
export function mergeThresholds(all: readonly Thresholds[]): Thresholds {
  const merged: Record<string, ThresholdSetting[]> = {};
  for (const [metric, settings] of all.flatMap((one) => Object.entries(one)))
    merged[metric] = [...(merged[metric] ?? []), ...settings];
  return merged;
}
