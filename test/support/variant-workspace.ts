import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { raw, type Sql, sql } from '../../lib/sql/sql.ts';

/** How noisily each variant sees what decides: the less, the better it is. */
export const NOISE: Readonly<Record<string, number>> = { m1: 1, better: 0.3, worse: 2, equal: 1 };

export const variantMonitor = (rollout: string) => `monitor: shop
task: binary
window: 1d
columns:
  timestamp: at
  score: score
  label: bought
  variant: model
  features: { x: numeric }
rollout: ${rollout}
`;

/** A log of `days` days from `first`, of 600 requests a day that every variant has scored; truth stands in it. */
export function variantLog(first: string, days: number, variants: readonly string[]): Sql {
  const noise = raw(
    `(VALUES ${variants.map((one, i) => `('${one}', ${NOISE[one]}::DOUBLE, ${i})`).join(', ')}) v(model, noise, seed)`,
  );
  return sql`SELECT strftime(${first}::TIMESTAMP + to_seconds(i * 144), '%Y-%m-%dT%H:%M:%SZ') AS at, model, round(x, 4) AS x,
      round(1 / (1 + exp(-2 * (x + noise * ${normal(3, 'seed')}))), 6) AS score, (${draw(5)} < 1 / (1 + exp(-2 * x)))::INTEGER AS bought
    FROM (SELECT i, ${normal(1)} AS x FROM range(${days * 600}) r(i)), ${noise} ORDER BY i, model`;
}

/** A workspace with a monitor, a baseline of m1 and whatever else is written with `drop`. */
export async function variantWorkspace(rollout: string) {
  const root = await mkdtemp(join(tmpdir(), 'driftwatch-variants-'));
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  };
  const drop = async (file: string, rows: Sql) => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    const engine = await openDuckDb({ threads: 1, memoryMegabytes: 200, spillFolder: root });
    try {
      await engine.run(sql`COPY (${rows}) TO ${join(root, file)} (FORMAT csv, HEADER)`);
    } finally {
      engine.close();
    }
  };
  await write('monitors/shop.yaml', variantMonitor(rollout));
  await drop('baselines/shop/v1/reference.csv', variantLog('2026-09-01', 5, ['m1']));
  return { root, write, drop, remove: () => rm(root, { recursive: true, force: true }) };
}

/** A number in (0, 1) that follows from the row and the purpose, and from `seed` where one is named. */
function draw(purpose: number, seed = '0'): Sql {
  return sql`((hash(i, ${purpose}, ${raw(seed)}) % 1000003) + 5e-1) / 1000003`;
}

function normal(purpose: number, seed?: string): Sql {
  return sql`(sqrt(-2 * ln(${draw(purpose, seed)})) * cos(6.283185307179586e0 * ${draw(purpose + 1, seed)}))`;
}
