import { readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import type { Incident } from '../../lib/judge/incident.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import type { Engine, Ports } from '../../lib/pipeline/ports.ts';
import { rebuildTables } from '../../lib/pipeline/rebuild-tables.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { writeIncidentTable, writeWindowTables } from '../../lib/pipeline/write-tables.ts';
import type { WindowResult } from '../../lib/results.ts';
import { ident, raw, type Sql, sql } from '../../lib/sql/sql.ts';
import { TABLES } from '../../lib/tables/columns.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';
import { readTree } from '../support/read-tree.ts';

let root: string;
let remove: () => Promise<void>;
let engine: Engine;
let opened: readonly Incident[];

beforeAll(async () => {
  ({ root, remove } = await exampleWorkspace());
  engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: root });
  const run = (ports: Ports) => runMonitor(ports, { monitor, run: 'first', now: TODAY });
  ({ opened } = await withPorts(run));
}, 120_000);

afterAll(async () => {
  engine.close();
  await remove();
});

const table = (name: string) =>
  sql`read_parquet(${join(root, 'tables', name, '*', '*', '*.parquet')}, hive_partitioning = true)`;
const rows = (query: Sql) => engine.rows(query);

async function results(): Promise<WindowResult[]> {
  const folder = join(root, 'results', monitor.monitor);
  const files = (await readdir(folder)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.map((text) => JSON.parse(text));
}

async function withPorts<T>(work: (ports: Awaited<ReturnType<typeof openFolder>>) => Promise<T>) {
  const ports = await openFolder(root);
  try {
    return await work(ports);
  } finally {
    await ports.close();
  }
}

describe('a run', () => {
  it('leaves in the tables what result files and incidents say', async () => {
    const written = await results();
    const measured = await rows(
      sql`SELECT strftime(window_start, '%Y-%m-%dT%H:%M:%SZ') AS start, monitor, month, metric, column_name, segment, variant,
        value, low, high, reference, p, chance, limit_min, limit_max, limit_source, status, coverage, reason
        FROM ${table('measurements')}`,
    );
    expect(measured).toEqual(
      written.flatMap(({ window, measurements }) =>
        measurements.map((one) => ({
          start: window.start,
          monitor: 'credit-risk',
          month: '2026-11',
          metric: one.metric,
          column_name: one.column,
          segment: one.segment,
          variant: one.variant,
          value: one.value,
          low: one.low,
          high: one.high,
          reference: one.reference,
          p: one.p ?? null,
          chance: one.chance ?? null,
          limit_min: one.threshold?.min ?? null,
          limit_max: one.threshold?.max ?? null,
          limit_source: one.threshold?.source ?? null,
          status: one.status,
          coverage: one.coverage ?? null,
          reason: one.reason ?? null,
        })),
      ),
    );
    expect(await rows(sql`SELECT severity, family, message FROM ${table('findings')}`)).toEqual(
      written.flatMap(({ findings }) =>
        findings.map(({ severity, kind, message }) => ({ severity, family: kind, message })),
      ),
    );
    const [incident] = opened;
    expect(
      await rows(
        sql`SELECT id, place::INTEGER AS place, cause, column_name FROM ${table('incidents')} ORDER BY place`,
      ),
    ).toEqual(
      incident?.causes?.map(({ cause, column }, i) => ({
        ...{ id: incident.id, place: i + 1, cause, column_name: column },
      })),
    );
    expect(
      await rows(sql`SELECT DISTINCT metric FROM ${table('measurements')} WHERE family IS NULL`),
    ).toEqual([]);
  });

  it('writes types that do not depend on what the rows hold', async () => {
    const types = await rows(
      sql`SELECT DISTINCT name, type, converted_type FROM parquet_schema(${join(root, 'tables', 'measurements', '*', '*', '*.parquet')}) WHERE type IS NOT NULL`,
    );
    expect(new Set(types.map(({ name }) => name)).size).toBe(types.length);
  });
});

describe('the queries of docs/notebooks.md', () => {
  const queries = [...readFileSync('docs/notebooks.md', 'utf8').matchAll(/```sql\n(.*?)```/gs)];

  it('run on the tables, under the names that Athena has for them', async () => {
    for (const name of Object.keys(TABLES))
      await engine.run(sql`CREATE VIEW ${ident(name)} AS FROM ${table(name)}`);
    const answers = await Promise.all(queries.map(([, text = '']) => rows(raw(text))));
    expect(answers).toHaveLength(4);
    const [performance, drifted, open] = answers;
    expect(performance?.map(({ value }) => value !== null)).toEqual([true, true, false]);
    expect(drifted?.[0]).toMatchObject({ monitor: 'credit-risk', column_name: 'income' });
    expect(open?.[0]).toMatchObject({ cause: opened[0]?.causes?.[0]?.cause });
  });
});

describe('tables made anew', () => {
  it('are those that the runs wrote, byte for byte', async () => {
    await withPorts(async (ports) => {
      const written = await readTree(root, ['tables']);
      for (const key of Object.keys(written)) await ports.workspace.remove(key);
      expect(await rebuildTables(ports, monitor)).toEqual({ windows: 3, incidents: 1 });
      expect(await readTree(root, ['tables'])).toEqual(written);
    });
  });
});

describe('a correction', () => {
  it('replaces a window by its next revision, and takes away findings that it has no more', async () => {
    await withPorts(async (ports) => {
      const last = (await results()).at(-1) as WindowResult;
      const before = (
        await rows(sql`SELECT count(*)::INTEGER AS n FROM ${table('measurements')}`)
      )[0];
      const next = { ...last, revision: 2, findings: [] };
      await writeWindowTables(ports, monitor, [next]);
      expect(
        (await rows(sql`SELECT count(*)::INTEGER AS n FROM ${table('measurements')}`))[0],
      ).toEqual(before);
      const revisions = sql`SELECT DISTINCT revision::INTEGER AS revision FROM ${table('measurements')} WHERE window_start = ${last.window.start}::TIMESTAMP`;
      expect(await rows(revisions)).toEqual([{ revision: 2 }]);
      const start = Date.parse(last.window.start);
      const gone = layout.table('findings', monitor.monitor, start, 'window=2026-11-04T0000Z');
      await expect(stat(join(root, gone))).rejects.toThrow('ENOENT');
    });
  });

  it('takes an incident out of the table that was withdrawn', async () => {
    await withPorts(async (ports) => {
      const items = await ports.table.query(monitor.monitor, 'incident#');
      expect(items.length).toBeGreaterThan(0);
      await writeIncidentTable(
        ports,
        monitor.monitor,
        items.map(({ sk }) => ({ remove: sk })),
      );
      expect(Object.keys(await readTree(root, ['tables/incidents']))).toEqual([]);
    });
  });
});
