import { ConfigError } from '../errors.ts';
import type { Incident } from '../judge/incidents.ts';
import type { AuditRecord } from '../pipeline/audit.ts';
import type { Ports } from '../pipeline/ports.ts';
import type { IncidentRecord } from '../pipeline/state.ts';
import { readChain } from './read-chain.ts';

export interface FoundIncident {
  readonly monitor: string;
  readonly incident: Incident;
}

/** Incidents that the table remembers, the oldest first. */
export async function listIncidents(
  ports: Ports,
  monitors: readonly string[],
): Promise<FoundIncident[]> {
  const found = await Promise.all(
    monitors.map(async (monitor) => {
      const records = (await ports.table.query(monitor, 'incident#')) as IncidentRecord[];
      return records.map(({ incident }) => ({ monitor, incident }));
    }),
  );
  return found.flat();
}

/**
 * The incident of an id, or of what only its id begins with.
 *
 * The table knows those of the last 400 days; what was withdrawn, or is older, the audit records know.
 *
 * @throws ConfigError where there is none, or more than one
 */
export async function findIncident(
  ports: Ports,
  monitors: readonly string[],
  id: string,
): Promise<FoundIncident> {
  const known = await listIncidents(ports, monitors);
  const found = choose(known, id) ?? choose(await recordedIncidents(ports, monitors, id), id);
  if (found) return found;
  const there = known.map(({ incident }) => `  ${incident.id}`).join('\n') || '  none';
  throw new ConfigError(
    `${monitors.join(', ')} had no incident "${id}"; those that are remembered:\n${there}`,
  );
}

function choose(known: readonly FoundIncident[], id: string): FoundIncident | null {
  const exact = known.filter(({ incident }) => incident.id === id);
  const meant =
    exact.length > 0 ? exact : known.filter(({ incident }) => incident.id.startsWith(id));
  const [first, ...others] = meant;
  if (!first || others.length === 0) return first ?? null;
  const ids = meant.map(({ monitor, incident }) => `  ${incident.id} (${monitor})`).join('\n');
  throw new ConfigError(
    `"${id}" may be any of these: write more of the id, or name the monitor with --monitor\n${ids}`,
  );
}

/** As the last record that tells of them has them. */
async function recordedIncidents(
  ports: Ports,
  monitors: readonly string[],
  id: string,
): Promise<FoundIncident[]> {
  const found = await Promise.all(
    monitors.map(async (monitor) => {
      const told = new Map<string, Incident>();
      await readChain(ports, monitor, (record) => {
        for (const incident of incidentsOf(record))
          if (incident.id.startsWith(id)) told.set(incident.id, incident);
      });
      return [...told.values()].map((incident) => ({ monitor, incident }));
    }),
  );
  return found.flat();
}

function incidentsOf({ acted }: AuditRecord): readonly Incident[] {
  return acted ? CHANGES.flatMap((change) => acted[change] ?? []) : [];
}

export const CHANGES = ['opened', 'ongoing', 'resolved', 'withdrawn'] as const;
