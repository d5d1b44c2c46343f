import { mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { type RunSummary, runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { raw, sql } from '../../lib/sql/sql.ts';

const DAY = 86_400_000;
/** A Monday: day 0. */
const FIRST = Date.parse('2026-01-05T00:00:00Z');
const ROWS_A_DAY = 480;

/** ISO start of a day's window. */
export const dayOf = (day: number) =>
  new Date(FIRST + day * DAY).toISOString().slice(0, 19).concat('Z');

/** Rows of the days from `from` up to `until`, as SQL over `day` (from 0), `weekend` (0 or 1) and `hour`. */
export interface Traffic {
  readonly from: number;
  readonly until: number;
  /** Mean of `basket`, whose deviation is 1; default: 1 higher at the weekend. */
  readonly basket?: string;
  /** Share of `desktop`, the rest is `phone`; default: 0.7, at the weekend 0.3. */
  readonly desktop?: string;
  readonly rowsADay?: number;
  /** Probability that the label is what the score says; default 1. */
  readonly right?: string;
}

/** A shop whose customers are others at the weekend, in a folder. */
export async function seasonalWorkspace(settings: Record<string, unknown> = {}) {
  const root = await mkdtemp(join(tmpdir(), 'driftwatch-season-'));
  let runs = 0;
  const monitor = (more: Record<string, unknown> = {}): Monitor =>
    checkMonitor(
      {
        monitor: 'shop',
        task: 'binary',
        columns: {
          id: 'id',
          timestamp: 'at',
          score: 'score',
          label: 'bought',
          features: { basket: 'numeric', steady: 'numeric', device: 'categorical' },
        },
        look_back: '90d',
        alerts: { false_alarms: 'off' },
        ...settings,
        ...more,
      },
      'shop.yaml',
    );
  const drop = async (file: string, traffic: Traffic, on = traffic.until) => {
    const path = join(root, file);
    await mkdir(dirname(path), { recursive: true });
    const engine = await openDuckDb({ threads: 1, memoryMegabytes: 300, spillFolder: root });
    await engine.run(sql`COPY ${rowsOf(traffic)} TO ${path} (FORMAT csv)`);
    engine.close();
    const dropped = new Date(FIRST + on * DAY + 60_000);
    await utimes(path, dropped, dropped);
  };
  const withPorts = async <T>(use: (ports: OpenPorts) => Promise<T>): Promise<T> => {
    const ports = await openFolder(root, { threads: 1 });
    try {
      return await use(ports);
    } finally {
      await ports.close();
    }
  };
  return {
    root,
    monitor,
    withPorts,
    baseline: (traffic: Traffic, version = 'v1') =>
      drop(`baselines/shop/${version}/reference.csv`, traffic),
    predictions: (traffic: Traffic, name = `days-${traffic.from}`, on?: number) =>
      drop(`predictions/shop/${name}.csv`, traffic, on),
    /** One run, some hours after the end of a day. */
    run: (watched: Monitor, day: number): Promise<RunSummary> =>
      withPorts((ports) =>
        runMonitor(ports, {
          monitor: watched,
          run: `run-${runs++}`,
          now: new Date(FIRST + (day + 1) * DAY + 3 * 3_600_000 + runs * 60_000),
        }),
      ),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

function rowsOf(traffic: Traffic) {
  const { from, until, rowsADay = ROWS_A_DAY } = traffic;
  const basket = traffic.basket ?? 'weekend';
  const desktop = traffic.desktop ?? '0.7 - 0.4 * weekend';
  const right = traffic.right ?? '1';
  const draw = (purpose: number) => `((hash(i, ${purpose}) % 1000003) + 0.5) / 1000003`;
  const normal = (purpose: number) =>
    `sqrt(-2 * ln(${draw(purpose)})) * cos(6.283185307179586 * ${draw(purpose + 1)})`;
  return raw(`(SELECT 'p' || i AS id,
      strftime(TIMESTAMP '2026-01-05' + to_seconds((i * 86400 / ${rowsADay})::BIGINT), '%Y-%m-%dT%H:%M:%SZ') AS at,
      ${basket} + ${normal(1)} AS basket, ${normal(3)} AS steady,
      CASE WHEN ${draw(5)} < ${desktop} THEN 'desktop' ELSE 'phone' END AS device,
      ${draw(6)} AS score,
      (CASE WHEN ${draw(8)} < ${right} THEN ${draw(7)} < ${draw(6)} ELSE ${draw(7)} >= ${draw(6)} END)::INTEGER AS bought
    FROM (SELECT range AS i, range // ${rowsADay} AS day, (range // ${rowsADay} % 7 >= 5)::INTEGER AS weekend,
      (range % ${rowsADay}) * 24 // ${rowsADay} AS hour
      FROM range(${from * rowsADay}, ${until * rowsADay}))
    ORDER BY i)`);
}
