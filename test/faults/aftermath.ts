import { readChain } from '../../lib/audit/read-chain.ts';
import type { ChainFault } from '../../lib/audit/verify-chain.ts';
import type { AuditRecord } from '../../lib/pipeline/audit.ts';
import type { Item, Ports } from '../../lib/pipeline/ports.ts';
import type { Published } from './published.ts';

/** What a run leaves behind, without what tells of the tries themselves. */
export interface Aftermath {
  /** Objects by key, with what follows from their bytes; audit records aside. */
  readonly objects: Readonly<Record<string, string>>;
  /** The table's items by key. */
  readonly items: Readonly<Record<string, unknown>>;
  /** What a metrics service shows. */
  readonly published: Readonly<Record<string, number>>;
  /** What the chain of audit records tells: shards that were read, windows that were judged, what people were told of. */
  readonly audited: readonly string[];
  /** What `driftwatch audit verify` finds wrong with that chain. */
  readonly faults: readonly ChainFault[];
}

/** How often a shard was tried, and what was at work then. */
const TRIES = ['tries', 'failures', 'strikes', 'reading'];

export async function aftermath(
  ports: Ports,
  published: Published,
  monitor: string,
): Promise<Aftermath> {
  const objects = (await ports.workspace.list('')).filter(({ key }) => !key.startsWith('audit/'));
  const items = (await ports.table.query(monitor, '')).filter(({ sk }) => sk !== 'audit-head');
  const told = (await auditChain(ports, monitor)).flatMap(toldBy);
  return {
    objects: Object.fromEntries(objects.map(({ key, etag }) => [key, etag])),
    items: Object.fromEntries(items.map((item) => [item.sk, withoutTries(item)])),
    published: published.shown(),
    audited: [...new Set(told)].sort(),
    faults: (await readChain(ports, monitor)).faults,
  };
}

function withoutTries(item: Item): unknown {
  if (!item.sk.startsWith('shard#')) return item;
  return Object.fromEntries(Object.entries(item).filter(([field]) => !TRIES.includes(field)));
}

/** The audit records from the last to the first, as each names the one before it. @throws where one is missing. */
async function auditChain(ports: Ports, monitor: string): Promise<AuditRecord[]> {
  const byHash = new Map<string, AuditRecord>();
  for (const { key } of await ports.workspace.list(`audit/${monitor}/`)) {
    const record = JSON.parse((await ports.workspace.read(key)) ?? '') as AuditRecord;
    byHash.set(record.hash, record);
  }
  const chain: AuditRecord[] = [];
  const head = (await ports.table.get(monitor, 'audit-head')) as { hash?: string } | null;
  for (let hash = head?.hash; hash; hash = chain.at(-1)?.previous ?? undefined) {
    const record = byHash.get(hash);
    if (!record) throw new Error(`the audit record ${hash} is missing, after ${chain.length}`);
    chain.push(record);
  }
  return chain;
}

function toldBy({ read, judged, acted }: AuditRecord): string[] {
  const incidents = (['opened', 'worse', 'better', 'resolved', 'withdrawn'] as const).flatMap(
    (change) => (acted?.[change] ?? []).map(({ id }) => `${change} ${id}`),
  );
  return [
    ...read.map(({ id }) => `read ${id}`),
    ...judged.map(({ window, digest }) => `judged ${window.start} ${digest}`),
    ...incidents,
    ...(acted?.request ? [`asked ${acted.request.id}`] : []),
  ];
}
