import { ConfigError } from '../errors.ts';
import { lookBack } from '../monitor/retention.ts';
import type { Monitor } from '../monitor/schema.ts';
import { byUtf8 } from '../utf8-order.ts';
import { auditedInputs, endCatchUp, inputName, readCatchUp, requestCatchUp } from './catch-up.ts';
import { type Claimant, claimObjects } from './claim.ts';
import { claimedInputs } from './claimed-inputs.ts';
import { cutClaims } from './cut-claims.ts';
import { ensureBaseline } from './ensure-baseline.ts';
import { layout } from './layout.ts';
import { takeLease } from './lease.ts';
import { newInputs } from './new-inputs.ts';
import type { OpenMarker } from './open-work.ts';
import type { Ports, WorkspaceObject } from './ports.ts';
import type { Kind } from './shard.ts';
import { objectSource } from './source.ts';
import type { RetrainingRecord } from './state.ts';
import { claimRanges } from './table-ranges.ts';
import { walkInputs } from './walk-inputs.ts';

/** What one state of a state machine, and one audit record, can hold; the rest is for the next run. */
const PER_RUN = { shards: 1000, objects: 100_000 };

export interface Plan {
  /** `busy`: another run has the monitor; nothing is to be done. */
  readonly status: 'ready' | 'busy';
  readonly baseline: string;
  readonly shards: readonly { readonly shard: string }[];
}

/** Finds what is new, claims it into shards, and names all shards that have something left to do. */
export async function plan(
  ports: Ports,
  input: { monitor: Monitor; run: string; now: Date },
): Promise<Plan> {
  const { monitor, run, now } = input;
  if (!(await takeLease(ports, monitor.monitor, run, now)))
    return { status: 'busy', baseline: '', shards: [] };
  const baseline = await ensureBaseline(ports, monitor);
  if (!baseline) {
    throw new ConfigError(
      `monitor ${monitor.monitor} has no baseline: drop a reference data set into ${ports.workspace.locate(`${layout.baselines(monitor.monitor)}v1/`)}`,
    );
  }
  await ports.table.sweep(monitor.monitor, now);
  await noteStart(ports, monitor.monitor, now);
  const by = { monitor: monitor.monitor, run, now, baseline: baseline.version };
  await claimNew(ports, monitor, by);
  const open = (await ports.table.query(monitor.monitor, 'open#')) as OpenMarker[];
  const due = open.filter(({ from }) => from <= now.toISOString());
  return {
    status: 'ready',
    baseline: baseline.version,
    // Predictions first: labels that find theirs need not wait.
    shards: due
      .sort((a, b) => byUtf8(b.shard, a.shard))
      .slice(0, PER_RUN.shards)
      .map(({ shard }) => ({ shard })),
  };
}

/** The first run of a monitor takes everything that is there. */
export async function noteStart(ports: Ports, monitor: string, now: Date): Promise<void> {
  if (await ports.table.get(monitor, 'retraining')) return;
  await requestCatchUp(ports, monitor, new Date(0));
  const record: RetrainingRecord = {
    sk: 'retraining',
    started: now.toISOString(),
    last: null,
    pending: null,
  };
  await ports.table.write(monitor, [{ put: record }]);
}

async function claimNew(ports: Ports, monitor: Monitor, by: Claimant): Promise<void> {
  const request = await readCatchUp(ports, monitor.monitor);
  const since = request ? Date.parse(request.since) : null;
  let [complete, left] = [true, PER_RUN.objects];
  for (const kind of ['predictions', 'labels'] as const) {
    const source = monitor[kind];
    if (source?.from === 'dynamodb') {
      const bounds = { lookBack: lookBack(monitor), since: since || null, limit: PER_RUN.shards };
      complete = (await claimRanges(ports, by, kind, source, bounds)) && complete;
    } else {
      left -= await claimListed(ports, monitor, by, kind, since, left);
      complete &&= left > 0;
    }
  }
  if (request && complete) await endCatchUp(ports, monitor.monitor);
}

/** Claims new objects, at most about `limit`; returns how many. */
async function claimListed(
  ports: Ports,
  monitor: Monitor,
  by: Claimant,
  kind: Kind,
  since: number | null,
  limit: number,
): Promise<number> {
  const source = objectSource(ports, monitor, kind);
  if (!source) return 0;
  const { store, folder } = source;
  const horizon = store.datesArrival ? (since ?? by.now.getTime() - lookBack(monitor)) : null;
  const audited =
    since !== null && horizon !== null
      ? await auditedInputs(ports, monitor.monitor, new Date(horizon))
      : new Set<string>();
  const isForgotten = ({ key, etag, modified }: WorkspaceObject) =>
    (horizon !== null && Date.parse(modified) < horizon) || audited.has(inputName(key, etag));
  const found = newInputs(
    walkInputs(store, folder, horizon || null),
    claimedInputs(ports.table, monitor.monitor, folder),
    isForgotten,
  );
  const format = monitor[kind]?.from === 's3' ? monitor[kind].format : undefined;
  let claimed = 0;
  for await (const cut of cutClaims(found, format)) {
    if (claimed >= limit) break;
    await claimObjects(ports, by, kind, cut);
    claimed += cut.inputs.length;
  }
  return claimed;
}
