export const DAY_MS = 86_400_000;
/** The Monday on which the first month begins; the baseline's days are those before it. */
export const FIRST_DAY = Date.parse('2024-01-01T00:00:00Z');
/** A month is 30 windows of a day. */
export const MONTH_WINDOWS = 30;
/** Months begin on Mondays. */
const MONTH_DAYS = 35;

/** The start of a month's window, epoch ms; both count from 0. */
export function windowStartOf(month: number, window: number): number {
  return FIRST_DAY + (month * MONTH_DAYS + window) * DAY_MS;
}
