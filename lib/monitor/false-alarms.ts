import type { Monitor } from './schema.ts';

/** How many false alarms are allowed in so many days; null where the monitor file wants none of it (`off`). */
export function allowedFalseAlarms({
  alerts,
}: Pick<Monitor, 'alerts'>): { readonly alarms: number; readonly days: number } | null {
  const match = /^(\d+) per (\d+)d$/.exec(alerts.false_alarms);
  return match && { alarms: Number(match[1]), days: Number(match[2]) };
}
