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
    const [long, fits] = season === 'weekday' ? ['a day', '1d or 6h'] : ['an hour', '1h or 15m'];
    return [
      {
        path: [],
        message: `a window of ${window} lies in more than one ${season}: take one that ${long} is a multiple of, as in ${fits}`,
      },
    ];
  }
  const stretch = lengthOf(of);
  if (stretch === null) return [];
  const windows = (stretch / comesRound) * (lasts / width);
  const count = Math.floor(windows) === 1 ? '1 window' : `${Math.floor(windows)} windows`;
  const held = `${of} holds ${count} of ${window}${season ? ` of the same ${season}` : ''}`;
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
