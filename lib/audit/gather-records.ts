import type { Monitor } from '../monitor/schema.ts';
import type { AuditRecord } from '../pipeline/audit.ts';
import type { Ports } from '../pipeline/ports.ts';
import type { WindowSummary } from '../pipeline/state.ts';
import type { CodeVersion } from './code-version.ts';
import { CHANGES } from './find-incident.ts';
import { configurationDigest } from './origin.ts';
import { readChain } from './read-chain.ts';
import type { Verification } from './verify-chain.ts';

/** A record that tells of something. */
export interface RecordReference {
  readonly key: string;
  readonly hash: string;
  readonly run: string;
  readonly started: string;
  /** What concluded the run; null where an older release did. */
  readonly code: CodeVersion | null;
  /** `configurationDigest` of its configuration. */
  readonly configuration: string;
}

export type ReadShard = AuditRecord['read'][number];

/** What the audit records tell of some windows and of an incident. */
export interface Gathered {
  readonly chain: Verification;
  /** The last record of each window, by its ISO start. */
  readonly judged: ReadonlyMap<
    string,
    { readonly summary: WindowSummary; readonly record: RecordReference }
  >;
  /** The last record of each shard that touched any of the windows. */
  readonly shards: ReadonlyMap<
    string,
    { readonly read: ReadShard; readonly record: RecordReference }
  >;
  /** By `configurationDigest`. */
  readonly configurations: ReadonlyMap<
    string,
    { readonly monitor: Monitor; readonly record: RecordReference }
  >;
  /** Where people were told of the incident. */
  readonly told: readonly {
    readonly change: (typeof CHANGES)[number];
    readonly record: RecordReference;
  }[];
}

/** `starts`: epoch ms. @throws BusyError as `readChain` does */
export async function gatherRecords(
  ports: Ports,
  monitor: string,
  starts: readonly number[],
  incident: string,
): Promise<Gathered> {
  const windows = new Set(starts.map((start) => new Date(start).getTime()));
  const judged = new Map();
  const shards = new Map();
  const configurations = new Map();
  const told = new Map<string, Gathered['told'][number]>();
  const chain = await readChain(ports, monitor, (record, { key }) => {
    const configuration = configurationDigest(record.configuration);
    const { hash, run, started, code = null } = record;
    const reference: RecordReference = { key, hash, run, started, code, configuration };
    if (!configurations.has(configuration))
      configurations.set(configuration, { monitor: record.configuration, record: reference });
    for (const summary of record.judged) {
      const start = Date.parse(summary.window.start);
      if (windows.has(start)) judged.set(summary.window.start, { summary, record: reference });
    }
    for (const read of record.read)
      if (shards.has(read.id) || read.windows.some((start) => windows.has(start)))
        shards.set(read.id, { read, record: reference });
    for (const change of CHANGES.filter((one) => one !== 'ongoing'))
      if (record.acted?.[change]?.some(({ id }) => id === incident))
        told.set(`${key} ${change}`, { change, record: reference });
  });
  return { chain, judged, shards, configurations, told: [...told.values()] };
}
