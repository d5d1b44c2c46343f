import { WEEK_MS } from './calendar.ts';
import type { Injection } from './incidents.ts';
import type { Told } from './replay.ts';

/** Whether an injected incident was found, held against what the monitor told. */
export interface Verdict {
  readonly injection: Injection;
  /** The incident that named the column while it was broken; null: missed. */
  readonly caught: Told | null;
  /** Windows between the one where the column broke and the one that opened the incident. */
  readonly delayWindows: number | null;
}

/**
 * An incident catches an injection when the column is a cause of it that opened in one of the injection's windows.
 *
 * One that was open before catches nothing: it would have been told of anyway.
 */
export function judgeInjection(injection: Injection, told: readonly Told[]): Verdict {
  const [first = null] = told
    .filter(({ cause }) => cause.column === injection.column)
    .filter(({ cause }) => isWithin(cause.opened, injection))
    .sort((a, b) => Date.parse(a.cause.opened) - Date.parse(b.cause.opened));
  const delayMs = first && Date.parse(first.cause.opened) - Date.parse(injection.from);
  return {
    injection,
    caught: first,
    delayWindows: delayMs === null ? null : Math.floor(delayMs / WEEK_MS),
  };
}

function isWithin(window: string, { from, until }: Injection): boolean {
  const start = Date.parse(window);
  return start >= Date.parse(from) && start < Date.parse(until);
}

export const isOnTime = (verdict: Verdict): boolean => verdict.delayWindows === 0;

/** One sentence: caught or missed, where, how late, and when it was seen to be over. */
export function verdictLine({ injection, caught, delayWindows }: Verdict): string {
  const what = `${injection.name}, from ${injection.from} until ${injection.until}`;
  if (caught === null || delayWindows === null)
    return `MISSED  ${what}: no incident that opened then names ${injection.column}`;
  const { opened, resolved, worst } = caught.cause;
  const windows = `${delayWindows} ${delayWindows === 1 ? 'window' : 'windows'} late`;
  const end =
    resolved === null ? 'still open' : `resolved in the window of ${resolved.slice(0, 10)}`;
  return `caught  ${what}: ${injection.column} (${worst.metric}) in the window of ${opened.slice(0, 10)}, ${windows}; ${end}`;
}
