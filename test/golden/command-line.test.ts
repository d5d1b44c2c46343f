import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { isoSeconds, windowName } from '../../lib/pipeline/layout.ts';
import type { WindowResult } from '../../lib/results.ts';
import { raw, sql } from '../../lib/sql/sql.ts';
import { bundledCli } from '../support/bundled-cli.ts';
import { GOLDEN, goldenIsMissing, readReferences } from './golden-data.ts';

const HOUR = 3_600_000;
const START = Date.parse('2025-01-01T00:00:00Z');

/** Our metric, the reference's key, and how far apart they may be: relative, absolute. */
const COLUMNS = {
  numeric: {
    psi: ['psi_laplace', 1e-6, 1e-9],
    jensen_shannon: ['js_quantile10', 1e-6, 1e-9],
    kolmogorov_smirnov: ['ks', 0, 0.005],
    wasserstein: ['wasserstein', 0.01, 1e-6],
  },
  categorical: {
    psi: ['psi_laplace', 1e-6, 1e-9],
    jensen_shannon: ['js_cat', 1e-6, 1e-9],
    chi_square: ['chi2_nocorr', 1e-6, 1e-9],
    l_infinity: ['l_infinity', 1e-9, 1e-12],
  },
} as const;
const PERFORMANCE = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'mcc',
  'log_loss',
  'brier',
  'roc_auc',
  'mae',
  'mse',
  'rmse',
  'r2',
  'mape',
];

const SETS = [
  {
    name: 'synthetic_car_loan',
    rows: 5000,
    columns: { prediction: 'y_pred', score: 'y_pred_proba', label: 'repaid', positive: 1 },
    task: 'binary',
  },
  {
    name: 'synthetic_car_price',
    rows: 6000,
    columns: { prediction: 'y_pred', label: 'y_true' },
    task: 'regression',
  },
  {
    name: 'synthetic_credit_card',
    rows: 6000,
    columns: {
      prediction: 'y_pred',
      label: 'y_true',
      scores: {
        prepaid_card: 'y_pred_proba_prepaid_card',
        highstreet_card: 'y_pred_proba_highstreet_card',
        upmarket_card: 'y_pred_proba_upmarket_card',
      },
    },
    task: 'multiclass',
  },
];

const folder = await mkdtemp(join(tmpdir(), 'driftwatch-golden-'));
const bundled = await bundledCli();
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  bundled.remove();
});

it.skipIf(goldenIsMissing)(
  'the command line agrees with SciPy and scikit-learn, window by window',
  async () => {
    for (const set of SETS) await compare(set);
  },
  170_000,
);

async function compare({ name, rows, columns, task }: (typeof SETS)[number]): Promise<void> {
  const references = readReferences(`${name}_size${rows}.json`);
  const chunks = references.chunks.filter(({ period }) => period === 'analysis');
  const watched = Object.fromEntries(
    (['numeric', 'categorical'] as const).flatMap((type) =>
      Object.keys(chunks[0]?.[type] ?? {})
        .filter((column) => !JSON.stringify(columns).includes(`"${column}"`))
        .map((column) => [column, type] as const),
    ),
  );
  const monitor = name.replaceAll('_', '-');
  const root = join(folder, name);
  await makeWorkspace(root, name, references.chunk_size, {
    monitor,
    task,
    window: '1h',
    columns: { id: 'prediction_id', timestamp: 'predicted_at', ...columns, features: watched },
  });
  const cli = (...args: string[]) =>
    promisify(execFile)(process.execPath, [bundled.script, ...args], {
      maxBuffer: 2 ** 26,
    }).catch((error) => {
      if (error.code !== 1) throw error;
    });
  await cli('baseline', root, monitor);
  await cli('run', root, monitor, '--json');
  for (const [i, chunk] of chunks.entries()) {
    const start = START + i * HOUR;
    const text = await readFile(
      join(root, 'results', monitor, `window=${windowName(start)}.json`),
      'utf8',
    );
    const result = JSON.parse(text) as WindowResult;
    expect(result.window.start).toBe(isoSeconds(start));
    expect(result.rows).toBe(references.chunk_size);
    const found = new Map(
      result.measurements
        .filter(({ segment, variant }) => segment === null && variant === null)
        .map((one) => [`${one.metric} ${one.column ?? ''}`, one.value]),
    );
    const check = (
      metric: string,
      column: string,
      want: number | undefined,
      relative: number,
      absolute: number,
    ) => {
      if (want === undefined) return 0;
      const value = found.get(`${metric} ${column}`);
      if (value === undefined) return 0;
      const bound = Math.max(relative * Math.abs(want), absolute);
      expect(
        Math.abs((value ?? Number.NaN) - want),
        `${name} window ${i}: ${metric} ${column} is ${value}, should be ${want}`,
      ).toBeLessThanOrEqual(bound);
      return 1;
    };
    let compared = 0;
    for (const [column, type] of Object.entries(watched)) {
      for (const [metric, [key, relative, absolute]] of Object.entries(COLUMNS[type])) {
        compared += check(metric, column, chunk[type][column]?.[key], relative, absolute);
      }
    }
    for (const metric of PERFORMANCE) {
      compared += check(
        metric,
        '',
        chunk.performance[metric],
        1e-9,
        metric === 'roc_auc' ? 0.001 : 1e-9,
      );
    }
    expect(compared).toBeGreaterThan(20);
  }
}

/** The analysis file as one hour a chunk, and the reference file as the baseline. */
async function makeWorkspace(
  root: string,
  name: string,
  size: number,
  monitor: { monitor: string; [key: string]: unknown },
): Promise<void> {
  const folders = ['monitors', `baselines/${monitor.monitor}/v1`, `predictions/${monitor.monitor}`];
  for (const one of folders) await mkdir(join(root, one), { recursive: true });
  await writeFile(join(root, 'monitors', `${monitor.monitor}.yaml`), JSON.stringify(monitor));
  const engine = await openDuckDb({ threads: 1, memoryMegabytes: 400, spillFolder: folder });
  const csv = (period: string) =>
    sql`read_csv(${join(GOLDEN, 'data', `${name}_${period}.csv.gz`)}, all_varchar = true, header = true)`;
  await engine.run(
    sql`COPY (FROM ${csv('reference')}) TO ${join(root, folders[1] ?? '', 'reference.csv')}`,
  );
  await engine.run(sql`COPY (SELECT concat('p', i) AS prediction_id,
      strftime(make_timestamp(${START * 1000} + (i // ${size}) * 3600000000 + (i % ${size}) * 500000), '%Y-%m-%dT%H:%M:%S.%fZ') AS predicted_at,
      * EXCLUDE (i, ${raw('"timestamp"')}) FROM (SELECT row_number() OVER () - 1 AS i, * FROM ${csv('analysis')}))
    TO ${join(root, folders[2] ?? '', 'analysis.csv')}`);
  engine.close();
}
