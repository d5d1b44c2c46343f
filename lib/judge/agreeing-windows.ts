import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Family } from '../metrics/family.ts';
import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Frame } from '../profile/frame.ts';
import { emptyProfile, mergeProfiles, type Profile } from '../profile/profile.ts';
import { judgeWindow } from './judge-window.ts';
import { measureWindow } from './measure-window.ts';
import type { Measured } from './measured.ts';
import type { Variation } from './variation.ts';

/** What says that a window is of another kind than the others. */
const FAMILIES: readonly Family[] = ['drift', 'quality'];

/**
 * The windows, by place, that a reference is made of: all that hold no alert of a column against the others together. Pure.
 *
 * The one that is furthest off goes first, then the rest is looked at anew, so that one odd window does not put the others in the
 * wrong, and where most have changed for good it is the old ones that go. `wholes` are the profiles of all rows of each.
 */
export function agreeingWindows(
  wholes: readonly Profile[],
  frame: Frame,
  monitor: Monitor,
  variation: Variation | undefined,
): number[] {
  const metrics = monitorMetrics(monitor).filter(
    ({ per, family }) => per === 'column' && FAMILIES.includes(family),
  );
  const kept = wholes.map((_, i) => i);
  while (kept.length > 1) {
    const [odd] = kept
      .map((i) => {
        const others = kept.filter((other) => other !== i).map((other) => wholes[other] as Profile);
        const measured = measureWindow(
          {
            monitor,
            frame,
            baseline: [sliceOf(others.reduce(mergeProfiles, emptyProfile))],
            current: [sliceOf(wholes[i] as Profile)],
            windowMinutes: parseDuration(monitor.window) / 60_000,
            rejected: 0,
          },
          metrics,
        );
        const { findings } = judgeWindow(measured, monitor, variation);
        const alerts = findings.filter(({ severity }) => severity === 'alert').length;
        return { i, alerts, distance: distanceOf(measured) };
      })
      .filter(({ alerts }) => alerts > 0)
      .sort((a, b) => b.distance - a.distance || b.alerts - a.alerts || a.i - b.i);
    if (!odd) break;
    kept.splice(kept.indexOf(odd.i), 1);
  }
  return kept;
}

function sliceOf(profile: Profile) {
  return { variant: null, segment: null, profile };
}

/** Psi over all columns, beyond what chance gives. */
function distanceOf(measured: readonly Measured[]): number {
  return measured
    .filter(({ metric }) => metric.name === 'psi')
    .reduce((sum, { value }) => sum + Math.max(0, (value.value ?? 0) - (value.chance ?? 0)), 0);
}
