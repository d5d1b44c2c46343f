import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { InputFile, RejectedObject } from '../read/load.ts';
import { dueItem, noteDue } from './due.ts';
import { readBaseline } from './ensure-baseline.ts';
import { openMarker } from './open-work.ts';
import type { Ports } from './ports.ts';
import { settleLabels, waitsUntil } from './settle-labels.ts';
import { readWork, type Shard, shardKey, type Work } from './shard.ts';
import { removeTraces } from './shard-files.ts';
import { stageLabels } from './stage-labels.ts';
import { stagePredictions } from './stage-predictions.ts';
import { around, asideOf, attempt, begin, guarded, Interrupted, recordOf, save } from './tries.ts';
import { withWork } from './with-work.ts';

/** The try from which on files are read one by one. */
const CAREFUL_FROM = 3;
const DAY_MILLISECONDS = 86_400_000;

/** What staging a shard's files came to. */
export interface Staged {
  readonly windows: readonly number[];
  readonly rows: number;
  readonly unmatched: number;
  readonly rejected: Readonly<Record<string, number>>;
}

/** How a shard is to be read this time. */
export interface Reading {
  readonly shard: Work;
  /** Latest plausible event time, ISO. */
  readonly horizon: string;
  /** Objects that were set aside or are not there, with the reason. */
  readonly aside: readonly RejectedObject[];
  /** File by file. */
  readonly careful: boolean;
  readonly onFile: (key: string | null) => Promise<void>;
  /** To be called before anything is written that is named after windows. */
  readonly onWindows: (windows: readonly number[]) => Promise<void>;
}

/** Does what a shard has left to do; done again, it writes the same files again. */
export async function profileShard(
  ports: Ports,
  input: { monitor: Monitor; shard: string; now: Date },
): Promise<Shard> {
  const { monitor, now } = input;
  const name = monitor.monitor;
  const record = (await ports.table.get(name, shardKey(input.shard))) as Shard | null;
  if (!record) throw new ConfigError(`there is no shard ${input.shard} of monitor ${name}`);
  if (record.state === 'done') return record;
  // A run that died before it closed it left it marked as work.
  if (record.state === 'waiting' && waitsUntil(monitor, record, now)) return record;
  const work = await readWork(ports.table, name, record);
  if (!work) throw new Error(`the claim of shard ${record.id} of monitor ${name} is gone`);
  const begun = record.state === 'waiting' ? work : await begin(ports, name, work);
  const staged =
    record.state === 'waiting'
      ? await settleLabels(ports, monitor, begun)
      : await attempt(ports, name, begun, () => readShard(ports, monitor, begun));
  const left = record.state === 'waiting' ? [] : await removeTraces(ports, monitor, begun, staged);
  const touched = [...staged.windows, ...left].map((window) =>
    dueItem({ window, by: begun.id, claimed: begun.claimed, from: null, anew: begun.remains }),
  );
  await noteDue(ports, name, touched);
  const windows = record.state === 'waiting' ? union(work.windows, staged.windows) : staged.windows;
  const done: Shard = {
    ...recordOf(begun),
    ...staged,
    windows,
    reading: null,
    // Labels that match nothing wait, if only for the next run, where `labels.wait` is over already.
    state: record.state === 'claimed' && staged.unmatched > 0 ? 'waiting' : 'done',
  };
  await ports.table.write(name, [{ put: done }, { put: openMarker(begun.id, begun.claimed) }]);
  return done;
}

/** Reads, stages and profiles; what it wrote before stands where an object that it held is not there any more. */
async function readShard(
  ports: Ports,
  monitor: Monitor,
  work: Work,
): Promise<Staged & Partial<Shard>> {
  const aside = asideOf(work);
  return withWork(ports, monitor, work, aside, async ({ files, missing }) => {
    if (work.before && missing.length > 0) {
      const kept = `${missing.length} of its objects are gone: ${missing[0]}`;
      return {
        windows: work.windows,
        rows: work.rows,
        unmatched: work.unmatched,
        rejected: work.rejected,
        kept,
      };
    }
    const gone = missing.map((source) => ({
      source,
      reason: 'the object was gone or replaced before it was read',
      detail: null,
    }));
    const staged = await stage(ports, monitor, files, work, [...aside, ...gone]);
    return {
      ...staged,
      aside: Object.fromEntries(aside.map(({ source, reason }) => [source, reason])),
    };
  });
}

/**
 * All files are read at once; where that fails, or twice ended without a word, one by one.
 *
 * Sums are rounded otherwise one by one: a shard that was merely interrupted must give the same bytes.
 */
async function stage(
  ports: Ports,
  monitor: Monitor,
  files: InputFile[],
  work: Work,
  aside: readonly RejectedObject[],
): Promise<Staged> {
  let shard = work;
  const onFile = async (key: string | null) => {
    shard = { ...shard, reading: key };
    await around(() => save(ports, monitor.monitor, shard));
  };
  const onWindows = async (windows: readonly number[]) => {
    shard = { ...shard, windows: union(shard.windows, windows) };
    await around(() => save(ports, monitor.monitor, shard));
  };
  const horizon = new Date(Date.parse(work.claimed) + DAY_MILLISECONDS).toISOString();
  const reading = { shard: work, horizon, aside, onFile, onWindows };
  const run = async (careful: boolean): Promise<Staged> => {
    const engine = await around(() => ports.openEngine());
    const scratch = await mkdtemp(join(ports.scratch, 'shard-'));
    const here = {
      ...ports,
      workspace: guarded(ports.workspace),
      table: guarded(ports.table),
      scratch,
    };
    try {
      if (work.kind === 'labels')
        return await stageLabels(here, engine, monitor, files, { ...reading, careful });
      const version = work.baseline ?? '';
      const baseline = await readBaseline(here, monitor.monitor, version);
      if (!baseline)
        throw new ConfigError(`baseline ${version} of monitor ${monitor.monitor} is gone`);
      return await stagePredictions(here, engine, monitor, baseline, files, {
        ...reading,
        careful,
      });
    } finally {
      engine.close();
      await rm(scratch, { recursive: true, force: true });
    }
  };
  if (work.tries >= CAREFUL_FROM) return run(true);
  return run(false).catch((error) => {
    if (error instanceof Interrupted) throw error;
    return run(true);
  });
}

function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}
