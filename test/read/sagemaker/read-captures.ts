import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../../lib/adapters/duckdb/engine.ts';
import { checkMonitor } from '../../../lib/monitor/load.ts';
import type { Monitor } from '../../../lib/monitor/schema.ts';
import { labelOptions } from '../../../lib/pipeline/stage-labels.ts';
import type { Column } from '../../../lib/profile/column.ts';
import { rejectionReason } from '../../../lib/read/canonical.ts';
import { foundColumns } from '../../../lib/read/found-columns.ts';
import { type InputFile, type LoadOptions, load } from '../../../lib/read/load.ts';
import { collectRejects } from '../../../lib/read/rejects.ts';
import { ident, join as joinSql, raw, sql } from '../../../lib/sql/sql.ts';

/** Rows as they are measured, and what was rejected. */
export interface Read {
  readonly rows: readonly Record<string, unknown>[];
  readonly rejects: readonly { line: number | null; reason: string; text: string | null }[];
  readonly counted: Readonly<Record<string, number>>;
  readonly columns: readonly string[];
}

export type Content = string | Uint8Array | { path: string };

export function monitorOf(settings: Record<string, unknown>): Monitor {
  return checkMonitor({ monitor: 'x', task: 'binary', ...settings }, 'x.yaml');
}

/** Reads files as one shard would be read, and gives the canonical columns under the monitor's names. */
export async function readPredictions(
  monitor: Monitor,
  files: readonly (readonly [key: string, content: Content])[],
  careful = false,
): Promise<Read> {
  const { features } = monitor.columns;
  const columns = Object.entries(features === 'auto' ? {} : features).map(
    ([name, type]) => ({ name, type, role: 'feature' }) as unknown as Column,
  );
  const source = monitor.predictions;
  const options = (scratch: string): LoadOptions => ({
    shape: { task: monitor.task, names: monitor.columns, columns, segments: [] },
    delimiter: ',',
    capture: source.from === 's3' ? source.capture : undefined,
    rejection: rejectionReason(monitor, '2030-01-01T00:00:00Z'),
    careful,
    scratch,
  });
  const names = columns.map(({ name }, i) => sql`${raw(`c${i}`)} AS ${ident(name)}`);
  const shown = joinSql([
    ...['id', 'event_time::VARCHAR AS at', 'variant', 'predicted', 'score'].map(raw),
    ...names,
  ]);
  return readAll(options, files, source.from === 's3' ? source.format : undefined, shown);
}

export async function readLabels(
  monitor: Monitor,
  files: readonly (readonly [key: string, content: Content])[],
  careful = false,
): Promise<Read> {
  const source = monitor.labels;
  const options = (scratch: string) => ({
    ...labelOptions(monitor, { careful, scratch, onFile: async () => {} }),
  });
  return readAll(
    options,
    files,
    source?.from === 's3' ? source.format : undefined,
    raw('id, label'),
  );
}

async function readAll(
  options: (scratch: string) => LoadOptions,
  files: readonly (readonly [key: string, content: Content])[],
  format: InputFile['format'],
  shown: ReturnType<typeof raw>,
): Promise<Read> {
  const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
  const engine = await openDuckDb({ threads: 1, memoryMegabytes: 300, spillFolder: scratch });
  try {
    const inputs: InputFile[] = [];
    for (const [i, [key, content]] of files.entries()) {
      const isPath = typeof content === 'object' && 'path' in content;
      const path = isPath ? content.path : join(scratch, `in-${i}`);
      if (!isPath) await writeFile(path, content);
      inputs.push({ key, size: 1, format, file: { path, release: async () => {} } });
    }
    const how = options(scratch);
    const { rejected, readable } = await load(engine, inputs, how);
    const rows = await engine.rows(sql`SELECT ${shown} FROM loaded WHERE reason IS NULL`);
    const counts = await collectRejects(engine, readable, rejected, [], null, how);
    const rejects = await engine.rows(
      raw('SELECT line, reason, text FROM rejects ORDER BY source, line, reason'),
    );
    return {
      rows,
      rejects: rejects.map(({ line, reason, text }) => ({
        line: line === null ? null : Number(line),
        reason: String(reason),
        text: text === null ? null : String(text),
      })),
      counted: Object.fromEntries(counts.map(({ reason, count }) => [reason, count])),
      columns: Object.keys(await foundColumns(readable)),
    };
  } finally {
    engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
