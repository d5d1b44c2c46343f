import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import { type InputFile, type LoadOptions, load } from '../read/load.ts';
import { collectRejects } from '../read/rejects.ts';
import { raw, sql } from '../sql/sql.ts';
import { layout } from './layout.ts';
import type { Engine, Ports } from './ports.ts';
import type { Reading, Staged } from './profile-shard.ts';
import { storeRejects } from './store-rejects.ts';

/** Normalises labels: (id, label, position), where a later position replaces an earlier one of the same id. */
export async function stageLabels(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  files: readonly InputFile[],
  reading: Reading,
): Promise<Staged> {
  const { labels, columns } = monitor;
  const options: LoadOptions = {
    shape: {
      task: monitor.task,
      names: { id: labels?.id ?? columns.id, label: labelColumn(monitor), segments: [] },
      columns: [],
    },
    rejection: raw(
      `CASE WHEN id IS NULL THEN 'missing id' WHEN label IS NULL THEN 'missing or unreadable label' END`,
    ),
    delimiter: (labels?.from === 's3' && labels.delimiter) || ',',
    careful: reading.careful,
    scratch: ports.scratch,
    onFile: reading.onFile,
  };
  const { rejected, readable } = await load(engine, files, options);
  const counts = await collectRejects(
    engine,
    readable,
    [...rejected, ...reading.aside],
    [],
    null,
    options,
  );
  const path = join(ports.scratch, `${randomUUID()}.parquet`);
  await engine.run(sql`COPY (SELECT id, label, row_number() OVER () AS position FROM loaded WHERE reason IS NULL)
    TO ${path} (FORMAT parquet)`);
  await ports.workspace.store(
    path,
    `${layout.stagedLabels(monitor.monitor)}${reading.shard.id}.parquet`,
  );
  await rm(path, { force: true });
  await storeRejects(ports, engine, monitor, reading.shard.id);
  const [row] = await engine.rows(raw('SELECT count(*) AS n FROM loaded WHERE reason IS NULL'));
  const reasons: Record<string, number> = {};
  for (const { reason, count } of counts) reasons[reason] = (reasons[reason] ?? 0) + count;
  return { windows: [], rows: Number(row?.n ?? 0), rejected: reasons };
}
