import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Datum } from '../../../lib/act/datum.ts';
import { sageMakerData, sageMakerNamespaces } from '../../../lib/act/sagemaker/metrics.ts';
import { headlineData } from '../../../lib/act/select-data.ts';
import { openFolder } from '../../../lib/adapters/folder/ports.ts';
import type { Monitor } from '../../../lib/monitor/schema.ts';
import { runMonitor } from '../../../lib/pipeline/run-monitor.ts';
import type { WindowResult } from '../../../lib/results.ts';
import { monitor as example, exampleWorkspace, TODAY } from '../../support/example-workspace.ts';

const monitor: Monitor = {
  ...example,
  cloudwatch: { publish: 'none' },
  fairness: { facets: ['country'] },
  sagemaker: {
    endpoint: 'loans',
    schedule: { data_quality: 'dq', model_quality: 'mq', model_bias: 'mb' },
    violations: true,
    metrics: true,
  },
};

let results: readonly WindowResult[];
let root: string;
let remove: () => Promise<void>;
const sent: Datum[] = [];
const written: string[] = [];

beforeAll(async () => {
  ({ root, remove } = await exampleWorkspace());
  const ports = await openFolder(root, { threads: 1 });
  const outlets = {
    ...ports.outlets,
    publish: async (data: readonly Datum[]) => void sent.push(...data),
  };
  const run = async (now: Date, id: string) => {
    const { windows } = await runMonitor({ ...ports, outlets }, { monitor, now, run: id });
    return windows;
  };
  try {
    results = await run(TODAY, 'a');
    const first = sent.length;
    await ports.workspace.write(
      'labels/credit-risk/more.csv',
      'prediction_id,defaulted\np10000,1\n',
    );
    await run(new Date(TODAY.getTime() + 3_600_000), 'b');
    sent.splice(0, first);
    for (const { key } of await ports.workspace.list('violations/')) written.push(key);
  } finally {
    await ports.close();
  }
}, 60_000);
afterAll(() => remove());

const named = (data: readonly Datum[], name: string) =>
  data.find(({ elsewhere }) => elsewhere?.name === name);

describe("Model Monitor's metrics", () => {
  test('have its namespaces, names and dimensions, and the numbers of the result', () => {
    const [window] = results as [WindowResult];
    const data = sageMakerData(monitor, window);
    const value = (metric: string, column: string | null) =>
      window.measurements.find(
        (one) =>
          one.metric === metric &&
          one.column === column &&
          one.segment === null &&
          one.variant === null,
      )?.value;
    const dimensions = { Endpoint: 'loans', MonitoringSchedule: 'dq' };
    const namespace = 'aws/sagemaker/Endpoints/data-metrics';
    expect(named(data, 'feature_baseline_drift_income')).toMatchObject({
      value: value('kolmogorov_smirnov', 'income'),
      elsewhere: { namespace, dimensions },
    });
    expect(named(data, 'feature_baseline_drift_country')?.value).toBe(
      value('l_infinity', 'country'),
    );
    expect(named(data, 'feature_non_null_income')?.value).toBe(
      1 - (value('missing_share', 'income') ?? 1),
    );
    const { statistics } = named(data, 'feature_data_income')?.elsewhere ?? {};
    expect(statistics).toMatchObject({
      count: window.rows,
      min: value('min', 'income'),
      max: value('max', 'income'),
    });
    expect((statistics?.sum ?? 0) / window.rows).toBeCloseTo(value('mean', 'income') ?? 0, 6);
    expect(named(data, 'feature_data_country')).toBeUndefined();
    expect(data.every(({ elsewhere }) => elsewhere !== undefined)).toBe(true);
  });

  test('of model and bias follow once labels came, at the time of their run, and nothing is sent twice', () => {
    const models = sent.filter(({ elsewhere }) => elsewhere?.namespace.endsWith('model-metrics'));
    expect(models.map(({ elsewhere }) => elsewhere?.name)).toContain('auc');
    for (const { elsewhere, timestamp } of models) {
      expect(elsewhere?.dimensions).toEqual({ Endpoint: 'loans', MonitoringSchedule: 'mq' });
      expect(timestamp).toBe('2026-11-05T10:00:00Z');
    }
    const bias = sent.find(({ elsewhere }) => elsewhere?.name === 'bias_metric_DPL');
    expect(Object.keys(bias?.elsewhere?.dimensions ?? {})).toEqual([
      'Endpoint',
      'MonitoringSchedule',
      'BiasStage',
      'Label',
      'LabelValue',
      'Facet',
      'FacetValue',
    ]);
    expect(sent.some(({ elsewhere }) => elsewhere?.name === 'feature_data_income')).toBe(false);
  });

  test('of a window that was long over have the time of its end', () => {
    const [first, , last] = results as [WindowResult, WindowResult, WindowResult];
    const timeOf = (window: WindowResult) => sageMakerData(monitor, window)[0]?.timestamp;
    expect(timeOf(first)).toBe(first.window.end);
    expect(timeOf(last)).toBe('2026-11-05T09:00:00Z');
  });

  test('go nowhere unless they are asked for', () => {
    const [window] = results as [WindowResult];
    const quiet = { ...monitor, sagemaker: { violations: true, metrics: false } };
    expect(headlineData(quiet, window)).toEqual([]);
    expect(sageMakerNamespaces(quiet)).toEqual([]);
    expect(sageMakerNamespaces(monitor)).toEqual(
      ['data', 'model', 'bias'].map((of) => `aws/sagemaker/Endpoints/${of}-metrics`),
    );
    const batch = { ...monitor, sagemaker: { schedule: 's', violations: false, metrics: true } };
    expect(sageMakerNamespaces(batch)[0]).toBe('aws/sagemaker/ModelMonitoring/data-metrics');
    expect(
      named(sageMakerData(batch, window), 'feature_non_null_income')?.elsewhere?.dimensions,
    ).toEqual({ MonitoringSchedule: 's' });
  });
});

test('violations of each window are written beside its result', async () => {
  const key =
    'violations/credit-risk/window=2026-11-04T0000Z/data-quality/constraint_violations.json';
  expect(written).toContain(key);
  expect(written).toContain(key.replace('data-quality', 'model-bias'));
  const { violations } = JSON.parse(await readFile(join(root, key), 'utf8')) as {
    violations: { feature_name: string; constraint_check_type: string }[];
  };
  expect(violations).toContainEqual(
    expect.objectContaining({
      feature_name: 'income',
      constraint_check_type: 'baseline_drift_check',
    }),
  );
});
