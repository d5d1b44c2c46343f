import { OUTCOME_STATISTICS } from './outcome-statistics.ts';
import { PREDICTION_STATISTICS } from './prediction-statistics.ts';
import { emptyProfile, mergeProfiles, type Profile, type Slice } from './profile.ts';
import type { ProfiledGroup } from './select-profile.ts';

/**
 * The slices of one window from groups by variant and by one definition of segments each.
 *
 * Every definition covers all rows, so the whole of a variant is the sum over the segments of the first. Groups are added in
 * the order given; slices come sorted: the whole, then variants, then segments.
 */
export function rollUp(groups: readonly Omit<ProfiledGroup, 'window'>[]): Slice[] {
  const first = groups.find((group) => group.segment !== null)?.segment?.definition;
  const slices = new Map<string, Slice>();
  const add = (variant: string | null, segment: string | null, profile: Profile) => {
    const key = JSON.stringify([segment, variant]);
    const before = slices.get(key)?.profile ?? emptyProfile;
    slices.set(key, { variant, segment, profile: mergeProfiles(before, profile) });
  };
  for (const { variant, segment, profile } of groups) {
    if (segment !== null) add(null, segment.name, ofSegment(profile));
    if (segment === null || segment.definition === first) {
      add(null, null, profile);
      if (variant !== null) add(variant, null, profile);
    }
  }
  return [...slices.values()].sort(bySlice);
}

/** Without what is too large to be kept of every segment. */
function ofSegment(profile: Profile): Profile {
  return {
    ...profile,
    predictions: keep(PREDICTION_STATISTICS, profile.predictions),
    outcome: keep(OUTCOME_STATISTICS, profile.outcome),
  };
}

function keep<S extends object>(
  statistics: Readonly<Record<string, { readonly notOfSegments?: true }>>,
  states: S,
): S {
  return Object.fromEntries(
    Object.entries(states).filter(([name]) => !statistics[name]?.notOfSegments),
  ) as S;
}

/** Slices of several batches of one window, added slice by slice in the order given. */
export function mergeSlices(batches: readonly (readonly Slice[])[]): Slice[] {
  const merged = new Map<string, Slice>();
  for (const slice of batches.flat()) {
    const key = JSON.stringify([slice.segment, slice.variant]);
    const before = merged.get(key)?.profile ?? emptyProfile;
    merged.set(key, { ...slice, profile: mergeProfiles(before, slice.profile) });
  }
  return [...merged.values()].sort(bySlice);
}

function bySlice(a: Slice, b: Slice): number {
  const key = (slice: Slice) => [slice.segment ?? '', slice.variant ?? ''].join('\u0000');
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}
