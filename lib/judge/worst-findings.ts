import type { Finding } from '../results.ts';

/** How far a finding is beyond its limit, as a share of the limit. */
export function beyondLimit({ value, threshold }: Finding): number {
  const limit =
    threshold.max !== undefined && value > threshold.max ? threshold.max : (threshold.min ?? value);
  return Math.abs(value - limit) / Math.max(Math.abs(limit), 1e-9);
}

/** Sorts the whole before its slices, and then the furthest beyond its limit first. */
export function byExcess(a: Finding, b: Finding): number {
  return Number(isSlice(a)) - Number(isSlice(b)) || beyondLimit(b) - beyondLimit(a);
}

function isSlice({ segment, variant }: Finding): boolean {
  return segment !== null || variant !== null;
}
