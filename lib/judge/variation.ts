import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Frame } from '../profile/frame.ts';
import type { Slice } from '../profile/profile.ts';
import { criticalDistance } from '../stats/noise/noise.ts';
import { type Comparison, comparisonOf } from './evidence.ts';
import { measureWindow } from './measure-window.ts';
import type { Measured } from './measured.ts';

/**
 * How much the windows of real traffic differ beyond chance: the variance between windows by that of one row, of each metric and
 * column (`variationKey`). Windows of so many rows vary 1 + variance * rows times as much as independent rows do.
 */
export type Variation = Readonly<Record<string, number>>;

/** From fewer windows nothing is learnt. */
const LEAST_WINDOWS = 5;

export function variationKey({ metric, place }: Pick<Measured, 'metric' | 'place'>): string {
  return place.column === null ? metric.name : `${metric.name} ${place.column}`;
}

/**
 * Learns the variation from the baseline's own windows, each held against the whole baseline, or the part of it that
 * `referenceOf` gives for the window of that place. Pure.
 *
 * Of each check the larger of two: the mean dispersion of the windows, and what the widest of them tells, as if the widest of so
 * many were to be expected so wide. A calm column keeps the variation 0 and is not in it.
 */
export function learnVariation(
  windows: readonly (readonly Slice[])[],
  baseline: { readonly frame: Frame; readonly slices: readonly Slice[] },
  monitor: Monitor,
  referenceOf: (window: number) => readonly Slice[] = () => baseline.slices,
): Variation {
  const metrics = monitorMetrics(monitor).filter(
    ({ name, leastEffect, defaultThreshold }) =>
      leastEffect ?? defaultThreshold ?? monitor.effects?.[name],
  );
  const found = new Map<string, Comparison[]>();
  for (const [i, current] of windows.entries()) {
    const measured = measureWindow(
      {
        monitor,
        frame: baseline.frame,
        baseline: referenceOf(i),
        current,
        windowMinutes: parseDuration(monitor.window) / 60_000,
        rejected: 0,
      },
      metrics,
    );
    for (const one of measured) {
      const rest = (one.referenceSupport ?? 0) - one.support;
      const tells = Math.min(one.support, rest) >= monitor.alerts.min_rows;
      const comparison = tells ? comparisonOf(one, 2) : null;
      if (!comparison) continue;
      const key = variationKey(one);
      found.set(key, [...(found.get(key) ?? []), withinReference(one, comparison)]);
    }
  }
  const learnt = [...found].map(([key, compared]) => [key, excessOf(compared)] as const);
  return Object.fromEntries(learnt.filter(([, excess]) => excess > 0));
}

/** A window is part of the baseline: it differs from the whole by less than a fresh one would, 1/n - 1/m rather than 1/n + 1/m. */
function withinReference(
  { support, referenceSupport = 0 }: Measured,
  { distance, noise }: Comparison,
): Comparison {
  const rest = Math.max(1, referenceSupport - support);
  const factor = Math.sqrt((referenceSupport + support) / rest);
  return { noise, distance: noise.power === 2 ? distance * factor : distance * factor ** 2 };
}

function excessOf(compared: readonly Comparison[]): number {
  if (compared.length < LEAST_WINDOWS) return 0;
  const dispersions = compared.map(({ distance, noise }) =>
    noise.expected > 0 ? distance ** noise.power / noise.expected : 1,
  );
  const mean = dispersions.reduce((sum, value) => sum + value, 0) / dispersions.length;
  const widest = Math.max(...dispersions);
  const { noise } = compared[dispersions.indexOf(widest)] as Comparison;
  const expected =
    criticalDistance(noise, 1 / (2 * compared.length)) ** noise.power / noise.expected;
  const size = compared.reduce((sum, one) => sum + one.noise.size, 0) / compared.length;
  return Math.max(0, Math.max(mean, widest / expected) - 1) / size;
}
