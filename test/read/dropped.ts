import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { type RunSummary, runMonitor } from '../../lib/pipeline/run-monitor.ts';
import type { WindowResult } from '../../lib/results.ts';
import { raw, sql } from '../../lib/sql/sql.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Drop {
  /** By path below predictions/x/. */
  readonly predictions?: Files;
  readonly labels?: Files;
  /** Instead of the reference that most cases share. */
  readonly reference?: Files;
  /** Merged over the monitor that all cases share; `columns` over its columns. */
  readonly monitor?: Readonly<Record<string, unknown>>;
}

/** A line of rejected/. */
export interface Kept {
  readonly source: string;
  readonly line: number | null;
  readonly reason: string;
  readonly text: string | null;
  readonly measured: boolean;
}

/** What a run said and left in the workspace. */
export interface Outcome {
  readonly summary: RunSummary;
  readonly results: readonly WindowResult[];
  readonly kept: readonly Kept[];
  readonly messages: readonly string[];
}

export interface Dropped {
  readonly root: string;
  run(wrap?: (ports: Ports) => Ports): Promise<Outcome>;
  remove(): Promise<void>;
}

/** Predictions of 2 March 2026 are dropped on the 3rd and looked at on the 5th. */
const DROPPED = new Date('2026-03-03T12:00:00Z');
const NOW = new Date('2026-03-05T00:00:00Z');

const MONITOR = {
  monitor: 'x',
  task: 'binary',
  columns: {
    id: 'id',
    timestamp: 'at',
    prediction: 'pred',
    score: 'score',
    features: { n: 'numeric', c: 'categorical' },
  },
  alerts: { min_rows: 1 },
};

export const HEADER = 'id,at,pred,score,n,c';
const REFERENCE = [
  HEADER,
  ...Array.from({ length: 40 }, (_, i) => `r${i},2026-01-01,${i % 2},0.${10 + i},${i},a`),
].join('\n');

/** One prediction as a JSON line. */
export const json = (id: number, others: object = {}): string =>
  JSON.stringify({
    id: `p${id}`,
    at: '2026-03-02T10:00:00Z',
    pred: 1,
    score: 0.7,
    n: id,
    c: 'a',
    ...others,
  });

/** One prediction as a CSV row. */
export const csv = (id: number, others: Readonly<Record<string, string>> = {}): string =>
  Object.values({
    id: `p${id}`,
    at: '2026-03-02T10:00:00Z',
    pred: '1',
    score: '0.7',
    n: String(id),
    c: 'a',
    ...others,
  }).join();

export const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** The bytes of a file that DuckDB writes of a query. */
export async function written(query: string, options = 'FORMAT parquet'): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
  const engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: folder });
  try {
    const path = join(folder, 'file');
    await engine.run(sql`COPY (${raw(query)}) TO ${path} (${raw(options)})`);
    return await readFile(path);
  } finally {
    engine.close();
    await rm(folder, { recursive: true });
  }
}

/** Built baselines by what they were built from: the same one need not be built for every case. */
const built = new Map<string, string>();

/** A workspace in a folder of its own, with files dropped into it. */
export async function drop({
  predictions = {},
  labels = {},
  reference = { 'reference.csv': REFERENCE },
  monitor = {},
}: Drop): Promise<Dropped> {
  const root = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
  const columns = { ...MONITOR.columns, ...(monitor.columns as object) };
  const config = checkMonitor({ ...MONITOR, ...monitor, columns }, 'x.yaml');
  const baseline = JSON.stringify([config, reference]);
  const profile = built.get(baseline);
  await put(join(root, 'baselines/x/v1'), {
    ...reference,
    ...(profile !== undefined && { 'profile.json': profile }),
  });
  await put(join(root, 'predictions/x'), predictions);
  await put(join(root, 'labels/x'), labels);
  let runs = 0;
  const run = async (wrap: (ports: Ports) => Ports = (ports) => ports) => {
    const ports = await openFolder(root, { threads: 1 });
    try {
      runs += 1;
      const input = { monitor: config, now: NOW, run: `run-${runs}` };
      const summary = await runMonitor(wrap(ports), input);
      built.set(baseline, await readFile(join(root, 'baselines/x/v1/profile.json'), 'utf8'));
      return { summary, ...(await look(root)) };
    } finally {
      await ports.close();
    }
  };
  return { root, run, remove: () => rm(root, { recursive: true, force: true }) };
}

async function put(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    await utimes(path, DROPPED, DROPPED);
  }
}

async function look(root: string): Promise<Omit<Outcome, 'summary'>> {
  const texts = async (folder: string) => {
    const names = await readdir(join(root, folder)).catch(() => []);
    return Promise.all(names.sort().map((name) => readFile(join(root, folder, name), 'utf8')));
  };
  const lines = (await texts('rejected/x')).flatMap((body) => body.split('\n').filter(Boolean));
  return {
    results: (await texts('results/x')).map((body) => JSON.parse(body) as WindowResult),
    kept: lines.map((line) => JSON.parse(line) as Kept),
    messages: await texts('outbox/x'),
  };
}
