import type { Monitor } from '../monitor/schema.ts';
import { differenceInterval } from '../stats/interval.ts';
import { Z95 } from '../stats/normal.ts';
import type { Measured } from './measured.ts';
import { rolloutMetrics } from './rollout-metrics.ts';

/** One variant's value of one metric in a window. */
export interface VariantValue {
  readonly variant: string;
  readonly metric: string;
  readonly value: number;
  /** Standard error of the value. */
  readonly error: number;
  /** Rows that the value rests on: labelled ones, of a metric of outcomes. */
  readonly rows: number;
}

/** How a challenger did beside the champion of the monitor file in one window. */
export interface VariantDifference {
  readonly metric: string;
  readonly champion: string;
  readonly challenger: string;
  /** The challenger's value less the champion's. */
  readonly difference: number;
  /** Its 95 % interval, of this window alone. */
  readonly low: number;
  readonly high: number;
}

export interface WindowVariants {
  readonly values: readonly VariantValue[];
  readonly differences: readonly VariantDifference[];
}

/** Below so many rows an interval that rests on large numbers is none. */
const LEAST_ROWS = 30;

/** What a window says of the variants of a rollout; null where it has no two of them, or there is no rollout. */
export function compareInWindow(
  measured: readonly Measured[],
  monitor: Monitor,
): WindowVariants | null {
  const { rollout } = monitor;
  const wanted = rolloutMetrics(monitor).map(({ metric }) => metric.name);
  const usable = measured.flatMap((one) => usableOf(one, wanted));
  if (!rollout || new Set(usable.map(({ value }) => value.variant)).size < 2) return null;
  const differences = wanted.flatMap((metric) => {
    const of = usable.filter(({ value }) => value.metric === metric);
    const champion = of.find(({ value }) => value.variant === rollout.champion);
    if (!champion) return [];
    return of
      .filter((one) => one !== champion)
      .map(({ value, interval }) => ({
        metric,
        champion: rollout.champion,
        challenger: value.variant,
        difference: value.value - champion.value.value,
        ...differenceInterval(interval, champion.interval),
      }));
  });
  return { values: usable.map(({ value }) => value), differences };
}

function usableOf({ metric, place, value, support }: Measured, wanted: readonly string[]) {
  const { variant, segment, column } = place;
  const { value: number, low, high } = value;
  if (variant === null || segment !== null || column !== null || !wanted.includes(metric.name))
    return [];
  if (number === null || low === undefined || high === undefined || support < LEAST_ROWS) return [];
  const error = (high - low) / 2 / Z95;
  // A value without any spread says nothing of its own noise.
  if (!(error > 0)) return [];
  return [
    {
      value: { variant, metric: metric.name, value: number, error, rows: support },
      interval: { value: number, low, high },
    },
  ];
}
