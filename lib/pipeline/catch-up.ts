import type { AuditRecord } from './audit.ts';
import { layout } from './layout.ts';
import type { Item, Ports } from './ports.ts';

/** A request to look further back than usual. Runs work on it, and the one that finds nothing left removes it. */
export interface CatchUp extends Item {
  /** ISO. */
  readonly since: string;
}

const KEY = 'catch-up';
const READ_AT_ONCE = 16;

/** Asks the next runs to look back to an instant. */
export async function requestCatchUp(ports: Ports, monitor: string, since: Date): Promise<void> {
  await ports.table.write(monitor, [{ put: { sk: KEY, since: since.toISOString() } }]);
}

export async function readCatchUp(ports: Ports, monitor: string): Promise<CatchUp | null> {
  return (await ports.table.get(monitor, KEY)) as CatchUp | null;
}

export async function endCatchUp(ports: Ports, monitor: string): Promise<void> {
  await ports.table.write(monitor, [{ remove: KEY }]);
}

/** Objects that were claimed since an instant, as the audit records say: the ledger may have forgotten them. */
export async function auditedInputs(
  ports: Ports,
  monitor: string,
  since: Date,
): Promise<ReadonlySet<string>> {
  const prefix = layout.audits(monitor);
  const first = `${prefix}${since.toISOString().slice(0, 10)}/`;
  const keys: string[] = [];
  for await (const { key } of ports.workspace.walk(prefix)) if (key >= first) keys.push(key);
  const known = new Set<string>();
  for (let i = 0; i < keys.length; i += READ_AT_ONCE) {
    const texts = await Promise.all(
      keys.slice(i, i + READ_AT_ONCE).map((key) => ports.workspace.read(key)),
    );
    for (const text of texts) {
      const record = JSON.parse(text ?? '{"read":[]}') as Pick<AuditRecord, 'read'>;
      for (const { key, etag } of record.read.flatMap(({ objects }) => objects))
        known.add(inputName(key, etag));
    }
  }
  return known;
}

export const inputName = (key: string, etag: string) => `${key}\n${etag}`;
