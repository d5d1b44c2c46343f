import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { InputFile, RejectedObject } from '../read/load.ts';
import { readBaseline } from './ensure-baseline.ts';
import { withObjects, withRange } from './inputs.ts';
import type { Ports } from './ports.ts';
import { type ObjectInput, type Shard, shardKey } from './shard.ts';
import { stageLabels } from './stage-labels.ts';
import { stagePredictions } from './stage-predictions.ts';
import { LABELS_DUE, touchWindows } from './state.ts';

/** An object that alone made this many tries fail is set aside. */
const STRIKES = 3;
const DAY_MILLISECONDS = 86_400_000;

/** What staging a shard's files came to. */
export interface Staged {
  readonly windows: readonly number[];
  readonly rows: number;
  readonly rejected: Readonly<Record<string, number>>;
}

/** How a shard is to be read this time. */
export interface Reading {
  readonly shard: Shard;
  /** Latest plausible event time, ISO. */
  readonly horizon: string;
  /** Objects that were set aside, with the reason. */
  readonly aside: readonly RejectedObject[];
  /** File by file. */
  readonly careful: boolean;
  readonly onFile: (key: string | null) => Promise<void>;
}

/** Reads, stages and profiles one shard; done again, it writes the same files again. */
export async function profileShard(
  ports: Ports,
  input: { monitor: Monitor; shard: string },
): Promise<Staged> {
  const { monitor } = input;
  const before = (await ports.table.get(monitor.monitor, shardKey(input.shard))) as Shard | null;
  if (!before)
    throw new ConfigError(`there is no shard ${input.shard} of monitor ${monitor.monitor}`);
  if (before.state === 'done') return before;
  let shard = await begin(ports, monitor.monitor, before);
  const onFile = async (key: string | null) => {
    shard = { ...shard, reading: key };
    await save(ports, monitor.monitor, shard);
  };
  const aside = Object.entries(shard.strikes)
    .filter(([, strikes]) => strikes >= STRIKES)
    .map(([source]) => ({
      source,
      reason: `set aside: reading it failed ${STRIKES} times`,
      detail: null,
    }));
  const horizon = new Date(Date.parse(shard.claimed) + DAY_MILLISECONDS).toISOString();
  const reading: Reading = { shard, horizon, aside, careful: shard.tries > 1, onFile };
  const staged = await withFiles(ports, monitor, shard, aside, (files) =>
    stage(ports, monitor, files, reading),
  );
  await touchWindows(ports, monitor.monitor, staged.windows);
  const done: Shard = { ...shard, ...staged, reading: null, state: 'done' };
  const due = shard.kind === 'labels' ? [{ put: { sk: LABELS_DUE } }] : [];
  await ports.table.write(monitor.monitor, [{ put: done }, ...due]);
  return staged;
}

/** A first try reads all files at once; where that fails, and in every later try, they are read one by one. */
async function stage(
  ports: Ports,
  monitor: Monitor,
  files: InputFile[],
  reading: Reading,
): Promise<Staged> {
  const run = async (careful: boolean): Promise<Staged> => {
    const engine = await ports.openEngine();
    const scratch = await mkdtemp(join(ports.scratch, 'shard-'));
    const here = { ...ports, scratch };
    try {
      if (reading.shard.kind === 'labels')
        return await stageLabels(here, engine, monitor, files, { ...reading, careful });
      const version = reading.shard.baseline ?? '';
      const baseline = await readBaseline(ports, monitor.monitor, version);
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
  if (reading.careful) return run(true);
  return run(false).catch(() => run(true));
}

/** Counts the try; one that ended while an object was read alone is held against that object. */
async function begin(ports: Ports, monitor: string, shard: Shard): Promise<Shard> {
  const { reading } = shard;
  const strikes =
    reading === null
      ? shard.strikes
      : { ...shard.strikes, [reading]: (shard.strikes[reading] ?? 0) + 1 };
  const begun = { ...shard, strikes, reading: null, tries: shard.tries + 1 };
  await save(ports, monitor, begun);
  return begun;
}

async function save(ports: Ports, monitor: string, shard: Shard): Promise<void> {
  await ports.table.write(monitor, [{ put: shard }]);
}

async function withFiles(
  ports: Ports,
  monitor: Monitor,
  shard: Shard,
  aside: readonly RejectedObject[],
  use: (files: InputFile[]) => Promise<Staged>,
): Promise<Staged> {
  const source = monitor[shard.kind];
  const isAside = (key: string) => aside.some(({ source }) => source === key);
  const [range] = shard.ranges;
  if (range && source?.from === 'dynamodb') {
    return withRange(ports, monitor, source, range, (files) =>
      use(files.filter(({ key }) => !isAside(key))),
    );
  }
  const objects: ObjectInput[] = shard.objects.filter(({ key }) => !isAside(key));
  return withObjects(ports, source, objects, use);
}
