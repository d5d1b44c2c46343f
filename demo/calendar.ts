export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;

/** `2001-02-05`, the UTC day of an instant. */
export const isoDay = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Epoch milliseconds of the Monday 00:00 UTC at or before `instant`. */
export function weekStart(instant: number): number {
  const daysSinceMonday = (new Date(instant).getUTCDay() + 6) % 7;
  return Math.floor(instant / DAY_MS) * DAY_MS - daysSinceMonday * DAY_MS;
}

/** Starts from `from` to before `until`, `step` milliseconds apart. */
export function starts(from: number, until: number, step: number): number[] {
  return Array.from({ length: Math.ceil((until - from) / step) }, (_, i) => from + i * step);
}
