import { blackoutEnd } from '../monitor/blackout.ts';
import { parseDuration, parseRate } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Check, PastRequest, RetrainingState } from './retraining.ts';

type Policy = NonNullable<Monitor['retrain']>;

/** When one of these outcomes came last, epoch ms. */
function lastOf(
  past: readonly PastRequest[],
  ...outcomes: PastRequest['outcome'][]
): number | null {
  const ends = past.filter(({ outcome }) => outcomes.includes(outcome));
  return ends.length === 0 ? null : Math.max(...ends.map(({ ended }) => Date.parse(ended)));
}

/** Whether the schedule is due; a rejected request counts as one of its turns. */
export function checkSchedule(
  { schedule }: Policy,
  { past, started, now }: RetrainingState,
): Check[] {
  if (schedule === undefined) return [];
  const due = (lastOf(past, 'sent', 'rejected') ?? started) + parseRate(schedule);
  const passed = now >= due;
  const message = `${schedule} ${passed ? 'has been' : 'is'} due ${passed ? 'since' : 'on'} ${iso(due)}`;
  return [{ name: 'schedule', passed, message }];
}

/** Labelled rows that no request has covered yet, in windows from `since` (ISO) on. */
export function checkLabels(
  { min_labels: needed }: Policy,
  { windows, past }: RetrainingState,
  since: string | null,
): Check[] {
  if (needed === 0) return [];
  const [onset, last] = [since === null ? null : Date.parse(since), lastOf(past, 'sent')];
  const labelled = windows
    .filter(({ start, end }) => start >= (onset ?? -Infinity) && end > (last ?? -Infinity))
    .reduce((sum, window) => sum + window.labelled, 0);
  const from =
    last !== null && last > (onset ?? -Infinity)
      ? `the last request, ${iso(last)}`
      : onset !== null
        ? `the onset, ${iso(onset)}`
        : 'the start';
  const message = `${labelled} of ${needed} labelled rows since ${from}`;
  return [{ name: 'min_labels', passed: labelled >= needed, message }];
}

/** Time since the last request, or since one was rejected. */
export function checkCooldown({ cooldown }: Policy, { past, now }: RetrainingState): Check {
  const last = lastOf(past, 'sent', 'rejected');
  if (last === null)
    return { name: 'cooldown', passed: true, message: 'nothing was asked for before' };
  const [until, rejected] = [last + parseDuration(cooldown), lastOf(past, 'rejected') === last];
  const passed = now >= until;
  const message = `${rejected ? 'rejected' : 'asked for'} on ${iso(last)}, the cooldown ${passed ? 'ended' : 'ends'} on ${iso(until)}`;
  return { name: 'cooldown', passed, message };
}

/** Requests that were sent within the budget's period. */
export function checkBudget({ budget }: Policy, { past, now }: RetrainingState): Check[] {
  if (budget === undefined) return [];
  const [count = '', period = ''] = budget.split(' per ');
  const from = now - parseDuration(period);
  const within = past.filter(
    ({ outcome, ended }) => outcome === 'sent' && Date.parse(ended) > from,
  );
  const message = `${within.length} of ${count} requests used in the last ${period}`;
  return [{ name: 'budget', passed: within.length < Number(count), message }];
}

/** Whether none of the policy's blackouts holds. */
export function checkBlackout({ blackout }: Policy, { now }: RetrainingState): Check[] {
  if (blackout.length === 0) return [];
  const end = blackoutEnd(blackout, now);
  const message = end === null ? 'none now' : `a blackout until ${iso(end)}`;
  return [{ name: 'blackout', passed: end === null, message }];
}

/** ISO time of epoch ms. */
export function iso(instant: number): string {
  return new Date(instant).toISOString();
}
