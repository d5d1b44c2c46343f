import type { Incident, JudgedWindow } from '../judge/incidents.ts';
import type { Item, Ports, TableWrite } from './ports.ts';

/** What the table knows of a window. */
export interface WindowRecord extends Item {
  /** Epoch ms. */
  readonly start: number;
  /** Something came since it was evaluated, or it was not over then. */
  readonly dirty: boolean;
  /** Labels may have come for it since they were joined. */
  readonly joinDue: boolean;
  readonly judged: JudgedWindow | null;
  /** Digest of what was published of it. */
  readonly published: string | null;
}

/** When the monitor was first run and when retraining was last asked for; ISO. */
export interface RetrainingRecord extends Item {
  readonly started: string;
  readonly last: string | null;
  /** A request that was decided on and may not have been sent. */
  readonly pending: string | null;
}

export interface IncidentRecord extends Item {
  readonly incident: Incident;
}

/** Stands while new labels have been staged whose windows are not marked yet. */
export const LABELS_DUE = 'labels-due';

export const windowKey = (start: number) => `window#${String(start).padStart(15, '0')}`;
export const incidentKey = (incident: Incident) => `incident#${incident.onset}#${incident.cause}`;

/** Notes that something came for windows, without losing what is known of them. */
export async function touchWindows(
  ports: Ports,
  monitor: string,
  starts: readonly number[],
): Promise<void> {
  const writes: TableWrite[] = [];
  for (const start of starts) {
    const before = (await ports.table.get(monitor, windowKey(start))) as WindowRecord | null;
    if (before?.dirty && before.joinDue) continue;
    const fresh = { sk: windowKey(start), start, judged: null, published: null };
    writes.push({ put: { ...fresh, ...before, dirty: true, joinDue: true } });
  }
  for (let i = 0; i < writes.length; i += 100)
    await ports.table.write(monitor, writes.slice(i, i + 100));
}
