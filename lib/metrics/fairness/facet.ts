import type { Slice } from '../../profile/profile.ts';
import { isWhole } from '../../whole.ts';
import type { SliceInput } from '../metric.ts';

/** The facet that a slice is one value of; undefined for the whole, a variant, a pool of rare values and every other segment. */
export function facetOf({ monitor, frame, segment, variant }: SliceInput): string | undefined {
  if (segment === null || variant !== null) return undefined;
  return monitor.fairness?.facets.find(
    (facet) =>
      segment !== `${facet}=(other)` &&
      frame.segments.some(({ name, segments }) => name === facet && segments.includes(segment)),
  );
}

/** The slice of all rows. */
export function wholeOf(slices: readonly Slice[]): Slice | undefined {
  return slices.find(isWhole);
}
