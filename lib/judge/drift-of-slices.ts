import type { Slice } from '../profile/profile.ts';
import { excessStability } from '../stats/excess-stability.ts';
import { Z95 } from '../stats/normal.ts';
import { format } from './describe-finding.ts';
import type { WindowProfiles } from './measure-window.ts';
import type { Measured } from './measured.ts';
import type { Candidate } from './worst-slices.ts';

/** What people call a moderate shift. */
const LEAST_EFFECT = 0.1;
/** Where the whole itself drifted, a slice stands out that drifted half as much again. */
const LEAST_SHARE = 0.5;

/** How much more than the whole each column drifted in each segment with enough values in baseline and window: by psi. */
export function driftOfSlices(
  measured: readonly Measured[],
  profiles: WindowProfiles,
): Candidate[] {
  const { monitor, baseline } = profiles;
  const own = measured.filter(
    ({ metric, place }) => metric.name === 'psi' && place.variant === null,
  );
  const whole = new Map(
    own
      .filter(({ place }) => place.segment === null)
      .map(({ place, value }) => [place.column, value]),
  );
  const before = new Map(baseline.filter(isSegment).map((slice) => [slice.segment, slice.profile]));
  return own.flatMap(
    ({ place: { segment, column }, value: { value, chance }, support, ...one }) => {
      const all = whole.get(column);
      if (segment === null || column === null || value === null || chance === undefined) return [];
      if (all?.value === undefined || all.value === null || all.chance === undefined) return [];
      const n = before.get(segment)?.columns[column]?.presence?.values ?? 0;
      if (Math.min(n, support) < monitor.alerts.min_rows) return [];
      const drift = { value: all.value, chance: all.chance };
      const { effect, deviation, p } = excessStability({ value, chance }, drift, n, support);
      const least = Math.max(LEAST_EFFECT, LEAST_SHARE * (drift.value - drift.chance));
      const show = (number: number) => format(number, one.metric);
      return {
        ...{ segment, metric: 'psi', column, value, whole: drift.value, rows: support, p },
        effect,
        standsOut: effect >= least,
        sure: effect - Z95 * deviation,
        weight: (effect * n * support) / (n + support),
        sentence: (also) =>
          `${segment}: ${column} drifted, psi ${show(value)} where the whole has ${show(drift.value)} (${support} rows)${others(also)}`,
      };
    },
  );
}

function others(also: readonly Candidate[]): string {
  const names = also.slice(0, 2).map(({ column }) => column);
  const more = also.length - names.length;
  if (more > 0) names.push(`${more} more`);
  return names.length > 0 ? `; so did ${names.join(', ')}` : '';
}

function isSegment(slice: Slice): slice is Slice & { readonly segment: string } {
  return slice.segment !== null && slice.variant === null;
}
