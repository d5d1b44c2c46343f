import type { AlertPolicy, Mute } from '../judge/alert-policy.ts';
import { parseDuration } from './duration.ts';
import { labelWait, lookBack } from './retention.ts';
import type { Monitor } from './schema.ts';

/** Windows in a row that could not be judged and are an alert, where the monitor file says nothing. */
const INSUFFICIENT = 7;

/** What a monitor file says of when findings become incidents. */
export function alertPolicy(monitor: Monitor): AlertPolicy {
  const { alerts, columns } = monitor;
  const [count = 1, of = 1] = alerts.confirm.split(' of ').map(Number);
  const { insufficient = INSUFFICIENT } = alerts;
  const wait = labelWait(monitor);
  const { prediction, score, scores = {} } = columns;
  return {
    count,
    of,
    closeAfter: alerts.close_after ?? 1,
    ...(alerts.cooldown !== undefined && { cooldown: parseDuration(alerts.cooldown) }),
    ...(insufficient !== 'off' && { insufficient }),
    labelWindows: wait > lookBack(monitor) ? null : Math.ceil(wait / parseDuration(monitor.window)),
    ...(!monitor.labels && { labelsInLog: true }),
    mute: mutesOf(monitor),
    outputs: [prediction, score, ...Object.values(scores)].flatMap((name) => name ?? []),
  };
}

function mutesOf({ alerts }: Monitor): Mute[] {
  return (alerts.mute ?? []).map(({ until, columns, metrics, segments, reason }) => ({
    until: Date.parse(until),
    ...(columns && { columns }),
    ...(metrics && { metrics }),
    ...(segments && { segments }),
    ...(reason !== undefined && { reason }),
  }));
}
