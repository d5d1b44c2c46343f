import { foldIncidents, type Incident } from '../judge/incidents.ts';
import type { Monitor } from '../monitor/schema.ts';
import { confirmOf, readHistories } from './history.ts';
import type { Ports, TableWrite } from './ports.ts';
import { type IncidentRecord, incidentKey, type WindowRecord } from './state.ts';

/** How the incidents that the whole history gives differ from those that people were told of. */
export interface Changes {
  readonly opened: readonly Incident[];
  readonly resolved: readonly Incident[];
  /** Incidents that a correction undid: no window gives rise to them any more. */
  readonly withdrawn: readonly Incident[];
  readonly ongoing: readonly Incident[];
  /** All that the history gives. */
  readonly current: readonly Incident[];
}

export async function compareIncidents(
  ports: Ports,
  monitor: Monitor,
  records: readonly WindowRecord[],
): Promise<Changes> {
  const { windows, histories } = await readHistories(ports, monitor.monitor, records);
  const current = foldIncidents(windows, confirmOf(monitor), histories);
  const told = (await ports.table.query(monitor.monitor, 'incident#')) as IncidentRecord[];
  const before = new Map(told.map(({ incident }) => [incident.id, incident]));
  const now = new Map(current.map((incident) => [incident.id, incident]));
  return {
    current,
    opened: current.filter(({ id }) => !before.has(id)),
    resolved: current.filter(
      ({ id, resolved }) => resolved !== null && before.get(id)?.resolved === null,
    ),
    withdrawn: told
      .map(({ incident }) => incident)
      .filter(({ id, resolved }) => resolved === null && !now.has(id)),
    ongoing: current.filter(({ id, resolved }) => resolved === null && before.has(id)),
  };
}

/** Writes that note what people were told. */
export async function noteIncidents(
  ports: Ports,
  monitor: string,
  changes: Changes,
): Promise<TableWrite[]> {
  const told = (await ports.table.query(monitor, 'incident#')) as IncidentRecord[];
  const known = new Map(told.map(({ sk, incident }) => [sk, JSON.stringify(incident)]));
  return [
    ...changes.withdrawn.map((incident) => ({ remove: incidentKey(incident) })),
    ...changes.current
      .filter((incident) => known.get(incidentKey(incident)) !== JSON.stringify(incident))
      .map((incident) => ({ put: { sk: incidentKey(incident), incident } })),
  ];
}
