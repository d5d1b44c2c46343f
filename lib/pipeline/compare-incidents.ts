import type { Mute } from '../judge/alert-policy.ts';
import { type Changes, compareTold, type ToldIncident, toldOf } from '../judge/compare-told.ts';
import { foldIncidents, foldWarnings, type Warned } from '../judge/incidents.ts';
import { alertPolicy } from '../monitor/alert-policy.ts';
import type { Monitor } from '../monitor/schema.ts';
import { readHistory } from './history.ts';
import type { Ports, TableWrite } from './ports.ts';
import { type IncidentRecord, incidentKey, type WindowRecord } from './state.ts';

/** What changed, and what else people may be told. */
export interface IncidentChanges extends Changes {
  /** Causes that warn and are in no incident. */
  readonly warned: readonly Warned[];
  /** Mutes that have not ended, with how many of the open incidents are hidden by them alone. */
  readonly muted: readonly (Mute & { readonly hidden: number })[];
}

export async function compareIncidents(
  ports: Ports,
  monitor: Monitor,
  records: readonly WindowRecord[],
  now: Date,
): Promise<IncidentChanges> {
  const { windows, history } = await readHistory(ports, monitor.monitor, records);
  const policy = alertPolicy(monitor);
  const heard = foldIncidents(windows, policy, history);
  const { mute: mutes = [], ...deaf } = policy;
  const all = mutes.length > 0 ? foldIncidents(windows, deaf, history) : heard;
  const told = (await ports.table.query(monitor.monitor, 'incident#')) as IncidentRecord[];
  const { cooldown = 0 } = policy;
  const open = (mute: readonly Mute[]) =>
    foldIncidents(windows, { ...policy, mute }, history).filter((one) => one.resolved === null);
  return {
    ...compareTold(told, { heard, all }, { now: now.getTime(), cooldown }),
    warned: foldWarnings(windows, policy, history),
    muted: mutes
      .filter(({ until }) => now.getTime() < until)
      .map((mute) => ({
        ...mute,
        hidden: open(mutes.filter((one) => one !== mute)).length - open(mutes).length,
      })),
  };
}

/** Writes that note what people were told. */
export async function noteIncidents(
  ports: Ports,
  monitor: string,
  changes: Changes,
  now: Date,
): Promise<TableWrite[]> {
  const records = (await ports.table.query(monitor, 'incident#')) as IncidentRecord[];
  const known = new Map(records.map((record) => [record.sk, record]));
  const said = new Set([...changes.opened, ...changes.worse, ...changes.better]);
  const notes = changes.current.map((incident) => {
    const sk = incidentKey(incident);
    const before = known.get(sk);
    const told =
      said.has(incident) || !before?.told
        ? toldOf(incident, before?.told, now.toISOString())
        : before.told;
    return { sk, incident, told };
  });
  const withoutKey = ({ incident, told }: ToldIncident) => JSON.stringify({ incident, told });
  return [
    ...[...changes.withdrawn, ...changes.dropped.map((id) => ({ id }))].map((incident) => ({
      remove: incidentKey(incident),
    })),
    ...notes
      .filter((note) => {
        const before = known.get(note.sk);
        return !before || withoutKey(before) !== withoutKey(note);
      })
      .map((put) => ({ put })),
  ];
}
