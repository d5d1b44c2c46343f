import { ConfigError } from '../errors.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** 1970-01-05 00:00 UTC. */
const MONDAY = 4 * DAY;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const WEEKLY = /^(\w{3}) (\d{2}):(\d{2}) ?- ?(\w{3}) (\d{2}):(\d{2})$/;
const DATED = /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})$/;

/** A stretch of time, UTC, its end exclusive: every week (milliseconds since Monday 00:00), or once (epoch ms). */
export type Blackout =
  | { readonly every: 'week'; readonly from: number; readonly to: number }
  | { readonly every: 'never'; readonly from: number; readonly to: number };

/** Reads `Fri 18:00 - Mon 06:00` or `2026-12-20/2027-01-05`, in UTC. @throws ConfigError for any other text. */
export function parseBlackout(text: string): Blackout {
  const weekly = WEEKLY.exec(text);
  if (weekly) {
    const [, day = '', hour = '', minute = '', lastDay = '', lastHour = '', lastMinute = ''] =
      weekly;
    const from = sinceMonday(text, day, hour, minute);
    const to = sinceMonday(text, lastDay, lastHour, lastMinute);
    if (from === to) throw new ConfigError(`"${text}" is no time at all: it ends when it begins`);
    return { every: 'week', from, to };
  }
  const dated = DATED.exec(text);
  if (!dated) throw new ConfigError(`"${text}" is no blackout: ${HOW}`);
  const [from, to] = [dateOf(text, dated[1] ?? ''), dateOf(text, dated[2] ?? '')];
  if (to <= from)
    throw new ConfigError(`"${text}" ends before it begins; its second day is not in it any more`);
  return { every: 'never', from, to };
}

/** When the blackout that holds an instant ends, or null where none does; epoch ms. Those that touch are one. */
export function blackoutEnd(blackouts: readonly string[], now: number): number | null {
  const parsed = blackouts.map(parseBlackout);
  let end = now;
  // Each turn goes past one blackout; weekly ones may cover the whole week together.
  for (let turn = 0; turn <= parsed.length; turn++) {
    const next = Math.max(end, ...parsed.flatMap((one) => endOf(one, end) ?? []));
    if (next === end) return end === now ? null : end;
    end = next;
  }
  return end;
}

const HOW =
  'write it in UTC as in "Fri 18:00 - Mon 06:00", or from one day to before another as in "2026-12-20/2027-01-05"';

function endOf({ every, from, to }: Blackout, instant: number): number | null {
  if (every === 'never') return instant >= from && instant < to ? to : null;
  const length = (to - from + WEEK) % WEEK;
  const begun = (((instant - MONDAY - from) % WEEK) + WEEK) % WEEK;
  return begun < length ? instant - begun + length : null;
}

function sinceMonday(text: string, day: string, hour: string, minute: string): number {
  const weekday = WEEKDAYS.indexOf(day);
  if (weekday < 0)
    throw new ConfigError(`"${text}": ${day} is no day of the week: use ${WEEKDAYS.join(', ')}`);
  if (Number(hour) > 23 || Number(minute) > 59)
    throw new ConfigError(`"${text}": ${hour}:${minute} is no time of day`);
  return weekday * DAY + (Number(hour) * 60 + Number(minute)) * MINUTE;
}

function dateOf(text: string, day: string): number {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day)
    throw new ConfigError(`"${text}": there is no day ${day}`);
  return date.getTime();
}
