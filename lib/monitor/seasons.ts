const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** What comes round, in milliseconds: how long a season lasts, and after what time it is there again. */
export const SEASONS = {
  weekday: { lasts: DAY, comesRound: WEEK },
  hour: { lasts: HOUR, comesRound: DAY },
  'hour of the week': { lasts: HOUR, comesRound: WEEK },
} as const;

export type Season = keyof typeof SEASONS;
export const SEASON_NAMES = Object.keys(SEASONS) as Season[];
