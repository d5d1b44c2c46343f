import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { ident, join as joined, type Sql, sql } from '../../lib/sql/sql.ts';

/** What no page may take for more than text: a column, a category, a segment and a variant are called so. */
export const HOSTILE = '<img src=x onerror=alert(1)>';

const NUMBERS = 43;
const TEXTS = 6;
const DRIFTED = 5;
const ROWS = 2000;
const DAYS = ['2026-11-02', '2026-11-03', '2026-11-04'];

export const wideMonitor = parseMonitor(
  `monitor: wide
task: binary
window: 1d
columns:
  id: id
  timestamp: at
  score: score
  label: came
  latency_ms: took
  variant: model
  segments: [text0]
  features: auto
`,
  'wide.yaml',
);

/** A workspace of 50 features, some of which drift on the last of three days and are called what no page may run. */
export async function wideWorkspace() {
  const root = await mkdtemp(join(tmpdir(), 'driftwatch-wide-'));
  const engine = await openDuckDb({ threads: 1, memoryMegabytes: 400, spillFolder: root });
  const drop = async (file: string, rows: Sql) => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await engine.run(sql`COPY (${rows}) TO ${join(root, file)} (FORMAT parquet)`);
  };
  await drop('baselines/wide/v1/reference.parquet', log('2026-10-01', 0, false));
  for (const [i, day] of DAYS.entries())
    await drop(`predictions/wide/${day}.parquet`, log(day, (i + 1) * ROWS, i === 2));
  engine.close();
  await mkdir(join(root, 'monitors'));
  await writeFile(join(root, 'monitors', 'wide.yaml'), JSON.stringify(wideMonitor));
  return { root, days: DAYS, remove: () => rm(root, { recursive: true, force: true }) };
}

function log(day: string, from: number, drifted: boolean): Sql {
  const shift = (i: number) => (drifted && i < DRIFTED ? 1.5 + i / 2 : 0);
  const numbers = Array.from(
    { length: NUMBERS },
    (_, i) => sql`round(${normal(i)} + ${shift(i)}, 3) AS ${ident(`number${i}`)}`,
  );
  const texts = Array.from(
    { length: TEXTS },
    (_, i) => sql`CASE WHEN ${draw(500 + i)} < ${drifted ? 0.3 : 0} THEN ${HOSTILE}
      WHEN ${draw(600 + i)} < 0.6::DOUBLE THEN 'usual' WHEN ${draw(600 + i)} < 0.9::DOUBLE THEN ${HOSTILE.repeat(i === 0 ? 1 : 3)}
      ELSE 'rare' END AS ${ident(`text${i}`)}`,
  );
  return sql`SELECT concat('r', i) AS id,
      strftime(${day}::TIMESTAMP + to_seconds(((i - ${from}) * 43)::BIGINT), '%Y-%m-%dT%H:%M:%SZ') AS at,
      round(1 / (1 + exp(-${normal(0)})), 4) AS score,
      (${draw(900)} < 1 / (1 + exp(-${drifted ? 0 : 1} * ${normal(0)})))::INTEGER AS came,
      round(20 * exp(${normal(901)} / 3) * ${drifted ? 3 : 1}, 1) AS took,
      CASE WHEN i % 2 = 0 THEN 'm1' ELSE ${HOSTILE} END AS model,
      round(${normal(700)} + ${drifted ? 2 : 0}, 3) AS ${ident(HOSTILE)},
      ${joined([...numbers, ...texts])}
    FROM range(${from}, ${from + ROWS}) r(i)`;
}

/** A number in (0, 1) that follows from the row and the purpose. */
function draw(purpose: number): Sql {
  return sql`((hash(i, ${purpose}) % 1000003) + 5e-1) / 1000003`;
}

function normal(purpose: number): Sql {
  return sql`(sqrt(-2 * ln(${draw(2000 + purpose)})) * cos(6.283185307179586e0 * ${draw(4000 + purpose)}))`;
}
