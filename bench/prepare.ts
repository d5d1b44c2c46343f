import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckDb } from '../lib/adapters/duckdb/engine.ts';
import { openFolder } from '../lib/adapters/folder/ports.ts';
import { checkMonitor } from '../lib/monitor/load.ts';
import { ensureBaseline } from '../lib/pipeline/ensure-baseline.ts';
import { layout } from '../lib/pipeline/layout.ts';
import { raw, sql } from '../lib/sql/sql.ts';
import { BENCH_FOLDER, type Prepared } from './data-set.ts';
import { FORMAT_NAMES, FORMATS, writeAs } from './formats.ts';
import { MONITOR, selectBaseline, selectLog } from './log-data.ts';

const GENERATOR_MEGABYTES = 4000;

/** Generates the log and its reference once, and freezes the baseline anew: the code that does may have changed. */
export async function prepare(rows: number, threads: number): Promise<Prepared> {
  const folder = join(BENCH_FOLDER, `${rows}-${fingerprint(rows)}`);
  if (!existsSync(folder)) {
    const half = `${folder}.part`;
    await rm(half, { recursive: true, force: true });
    await mkdir(half, { recursive: true });
    await generate(rows, threads, half);
    await rename(half, folder);
  }
  await freeze(folder, threads);
  return { folder, duckdb: await duckdbVersion(threads) };
}

/** Data of another generator is other data. */
function fingerprint(rows: number): string {
  const statements = [selectLog(rows), selectBaseline(rows), ...Object.values(FORMATS)];
  const text = statements.map((statement) => statement.text).join(';');
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

async function generate(rows: number, threads: number, folder: string): Promise<void> {
  const engine = await openDuckDb({
    threads,
    memoryMegabytes: GENERATOR_MEGABYTES,
    spillFolder: join(folder, 'spill'),
  });
  try {
    const log = join(folder, 'log.parquet');
    await engine.run(writeAs(selectLog(rows), log, 'parquet'));
    for (const format of FORMAT_NAMES.filter((name) => name !== 'parquet')) {
      const copy = sql`SELECT * FROM read_parquet(${log})`;
      await engine.run(writeAs(copy, join(folder, `log.${format}`), format));
    }
    await engine.run(writeAs(selectBaseline(rows), join(folder, 'reference.parquet'), 'parquet'));
  } finally {
    engine.close();
  }
}

async function freeze(folder: string, threads: number): Promise<void> {
  const root = join(folder, 'baseline');
  await rm(root, { recursive: true, force: true });
  const monitor = checkMonitor(MONITOR, 'bench');
  const data = join(root, layout.baselines(monitor.monitor), 'v1');
  await mkdir(data, { recursive: true });
  await copyFile(join(folder, 'reference.parquet'), join(data, 'reference.parquet'));
  const ports = await openFolder(root, { threads });
  try {
    await ensureBaseline(ports, monitor);
  } finally {
    await ports.close();
  }
  await rm(join(root, '.state'), { recursive: true });
}

async function duckdbVersion(threads: number): Promise<string> {
  const engine = await openDuckDb({ threads, memoryMegabytes: 100, spillFolder: BENCH_FOLDER });
  const [row] = await engine.rows(raw('SELECT version() AS version'));
  engine.close();
  return String(row?.version);
}
