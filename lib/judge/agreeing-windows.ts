import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Family } from '../metrics/family.ts';
import type { ColumnMetric } from '../metrics/metric.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Frame } from '../profile/frame.ts';
import { emptyProfile, mergeProfiles, type Profile } from '../profile/profile.ts';
import { judgeByLimits } from './judge-by-limits.ts';
import { supportOf } from './measure-window.ts';
import type { Measured } from './measured.ts';

/** What says that a window is of another kind than the others. */
const FAMILIES: readonly Family[] = ['drift', 'quality'];
const DISTANCE = 'psi';

/**
 * The windows, by place, that a reference is made of: all of which no column is outside its alert limits against the others together.
 * The limits are those of the monitor file, or the defaults, whether there is a budget of false alarms or not. Pure.
 *
 * The one that is furthest off goes first, then the rest is looked at anew, so that one odd window does not put the others in the
 * wrong, and where most have changed for good it is the old ones that go. None where less than half of them agree. `wholes` are the
 * profiles of all rows of each.
 */
export function agreeingWindows(
  wholes: readonly Profile[],
  frame: Frame,
  monitor: Monitor,
): number[] {
  const metrics = limitedMetrics(monitor);
  const columns = wholes.map((whole) => ({
    ...emptyProfile,
    rows: whole.rows,
    columns: whole.columns,
  }));
  let kept = wholes.map((_, i) => i);
  while (kept.length > 1) {
    const own = kept.map((i) => columns[i] ?? emptyProfile);
    const rests = mergeOthers(own);
    const compared = kept.map((i, place) => ({
      i,
      ...compare(own[place] ?? emptyProfile, rests[place] ?? emptyProfile, frame, monitor, metrics),
    }));
    const [odd] = compared
      .filter(({ outside }) => outside > 0)
      .sort((a, b) => b.distance - a.distance || b.outside - a.outside || a.i - b.i);
    if (!odd) return kept;
    kept = kept.filter((i) => i !== odd.i);
    if (kept.length < wholes.length / 2) return [];
  }
  return kept;
}

/** Those of columns that can be outside a limit, and what tells how far a window is off. */
function limitedMetrics(monitor: Monitor): ColumnMetric[] {
  return monitorMetrics(monitor).filter((metric): metric is ColumnMetric => {
    const { per, family, name, defaultThreshold } = metric;
    const isLimited = defaultThreshold !== undefined || Object.hasOwn(monitor.thresholds, name);
    return per === 'column' && FAMILIES.includes(family) && (name === DISTANCE || isLimited);
  });
}

/** Of each profile all others together. */
function mergeOthers(profiles: readonly Profile[]): Profile[] {
  const before = [emptyProfile];
  for (const profile of profiles) before.push(mergeProfiles(before.at(-1) as Profile, profile));
  let after = emptyProfile;
  const others: Profile[] = [];
  for (let i = profiles.length - 1; i >= 0; i--) {
    others.unshift(mergeProfiles(before[i] as Profile, after));
    after = mergeProfiles(profiles[i] as Profile, after);
  }
  return others;
}

/** How many values are outside their alert limits, and psi over all columns beyond what chance gives. */
function compare(
  current: Profile,
  others: Profile,
  frame: Frame,
  monitor: Monitor,
  metrics: readonly ColumnMetric[],
): { readonly outside: number; readonly distance: number } {
  const measured = frame.columns.flatMap((column): Measured[] => {
    const [now, before] = [current.columns[column.name], others.columns[column.name]];
    if (!now || !before) return [];
    return metrics
      .filter((metric) => metric.appliesTo(column))
      .map((metric) => ({
        metric,
        place: { column: column.name, segment: null, variant: null },
        value: metric.measure({ column, baseline: before, current: now }),
        support: supportOf(metric, now),
        referenceSupport: supportOf(metric, before),
      }));
  });
  const excess = measured.flatMap(({ metric, value }) =>
    metric.name === DISTANCE ? Math.max(0, (value.value ?? 0) - (value.chance ?? 0)) : [],
  );
  return {
    outside: measured.filter((one) => judgeByLimits(one, monitor).status === 'alert').length,
    distance: excess.reduce((sum, one) => sum + one, 0),
  };
}
