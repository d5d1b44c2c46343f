import { parseDuration } from './duration.ts';
import type { Monitor } from './schema.ts';
import { SEASONS } from './seasons.ts';

/** Fewer windows are no reference. */
export const LEAST_WINDOWS = 2;
/** The profiles of so many windows are read and added up for one. */
const MOST_WINDOWS = 60;

/** What `compare` names that its windows can't be compared with, by the path under it. */
export function compareIssues({
  compare,
  window,
}: Pick<Monitor, 'compare' | 'window'>): { path: string[]; message: string }[] {
  if (!compare) return [];
  const { season, of } = compare;
  const width = parseDuration(window);
  const { lasts, comesRound } = season ? SEASONS[season] : { lasts: width, comesRound: width };
  if (season && lasts % width !== 0) {
    const long = season === 'weekday' ? 'day' : 'hour';
    return [
      {
        path: ['season'],
        message: `a window of ${window} lies in more than one ${season}: the ${long} must be a multiple of \`window\`, as of 1${long[0]} or 15m`,
      },
    ];
  }
  const stretch = lengthOf(of);
  if (stretch === null) return [];
  const windows = (stretch / comesRound) * (lasts / width);
  const held = `${of} holds ${Math.floor(windows)} windows of ${window}${season ? ` of the same ${season}` : ''}`;
  if (windows < LEAST_WINDOWS)
    return [{ path: ['of'], message: `${held}: take a longer stretch, which holds 2 at least` }];
  if (windows > MOST_WINDOWS)
    return [
      {
        path: ['of'],
        message: `${held}, and at most ${MOST_WINDOWS} are added up: take a shorter stretch, a longer window, or ${season ? 'a season that comes round less often' : 'a season'}`,
      },
    ];
  return [];
}

/** Milliseconds of `last 4w`; null for `baseline`. */
export function lengthOf(of: string): number | null {
  return of === 'baseline' ? null : parseDuration(of.slice('last '.length));
}
