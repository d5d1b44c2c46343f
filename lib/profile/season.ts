import { SEASONS, type Season } from '../monitor/seasons.ts';
import { raw, type Sql } from '../sql/sql.ts';
import { WINDOWS_FROM } from './window.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The seasons of a kind by number: 7, 24 or 168. */
export function seasonsOf(season: Season): number[] {
  const { lasts, comesRound } = SEASONS[season];
  return Array.from({ length: comesRound / lasts }, (_, i) => i);
}

/** The number of the season that an instant (epoch ms) lies in, in UTC: from 0, which is Monday, 00:00, or both. */
export function seasonAt(season: Season, instant: number): number {
  const { lasts, comesRound } = SEASONS[season];
  const since = (((instant - WINDOWS_FROM) % comesRound) + comesRound) % comesRound;
  return Math.floor(since / lasts);
}

/** `seasonAt` of the canonical column event_time, in SQL. */
export function seasonNumber(season: Season): Sql {
  const { lasts, comesRound } = SEASONS[season];
  return raw(
    `((((epoch_ms(event_time) - ${WINDOWS_FROM}) % ${comesRound} + ${comesRound}) % ${comesRound}) // ${lasts})`,
  );
}

/** `weekday=Sunday`, `hour=14`, `hour of the week=Sunday 14`. */
export function seasonName(season: Season, number: number): string {
  const hour = String(number % 24).padStart(2, '0');
  const named = {
    weekday: DAYS[number],
    hour,
    'hour of the week': `${DAYS[Math.floor(number / 24)]} ${hour}`,
  };
  return `${season}=${named[season]}`;
}
