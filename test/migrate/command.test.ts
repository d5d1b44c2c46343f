import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { migrateCommand } from '../../bin/commands/migrate.ts';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';

const ROWS = 400;
const CITIES = ['Bonn', 'Köln, "am Rhein"', 'Ulm'];
/** A data set with its header, as the baseline job read it. */
const rows = Array.from({ length: ROWS }, (_, i) => ({
  bad: i % 5 === 0 ? 1 : 0,
  age: 20 + (i % 40),
  income: 1000 + ((i * 37) % 500) / 2,
  city: CITIES[i % 3] ?? '',
}));
const field = (value: unknown) =>
  /[",]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
const csv = [
  'bad,age,income,city',
  ...rows.map((row) => Object.values(row).map(field).join()),
].join('\n');

function numeric(name: 'bad' | 'age' | 'income') {
  const values = rows.map((row) => row[name]);
  const mean = values.reduce((sum, value) => sum + value, 0) / ROWS;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    name,
    inferred_type: name === 'income' ? 'Fractional' : 'Integral',
    numerical_statistics: {
      common: { num_present: ROWS, num_missing: 0 },
      mean,
      std_dev: Math.sqrt(squares / ROWS),
      min: Math.min(...values),
      max: Math.max(...values),
    },
  };
}
const statistics = {
  version: 0,
  dataset: { item_count: ROWS },
  features: [
    numeric('bad'),
    numeric('age'),
    numeric('income'),
    {
      name: 'city',
      inferred_type: 'String',
      string_statistics: { common: { num_present: ROWS, num_missing: 0 }, distinct_count: 3 },
    },
  ],
};
const constraints = {
  version: 0,
  features: statistics.features.map(({ name, inferred_type }) => ({
    name,
    inferred_type,
    completeness: 1,
    ...(inferred_type === 'String'
      ? { string_constraints: { domains: CITIES } }
      : { num_constraints: { is_non_negative: true } }),
  })),
  monitoring_config: {
    evaluate_constraints: 'Enabled',
    emit_metrics: 'Enabled',
    datatype_check_threshold: 1,
    domain_content_threshold: 1,
    distribution_constraints: {
      perform_comparison: 'Enabled',
      comparison_threshold: 0.3,
      comparison_method: 'Simple',
    },
  },
};

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
  await writeFile(at('training.csv'), csv);
  await writeFile(at('other.csv'), csv.replace('1000', '1001'));
  await writeFile(at('statistics.json'), JSON.stringify(statistics));
  await writeFile(at('constraints.json'), JSON.stringify(constraints));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function migrate(...options: string[]): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const files = [at('statistics.json'), at('constraints.json')];
    await migrateCommand().parseAsync([...files, ...options], { from: 'user' });
    return log.mock.calls.flat().join('\n');
  } finally {
    log.mockRestore();
  }
}

/** A record of a request with these values, and what came back. */
const captured = (i: number, values: readonly unknown[], score: number) =>
  JSON.stringify({
    captureData: {
      endpointInput: {
        observedContentType: 'text/csv',
        mode: 'INPUT',
        data: values.map(field).join(),
        encoding: 'CSV',
      },
      endpointOutput: {
        observedContentType: 'text/csv',
        mode: 'OUTPUT',
        data: String(score),
        encoding: 'CSV',
      },
    },
    eventMetadata: {
      eventId: `e${i}`,
      inferenceTime: `2026-03-02T${String(10 + (i % 10))}:00:00Z`,
    },
    eventVersion: '0',
  });

describe('driftwatch migrate', () => {
  test('writes a monitor and a baseline that find in captures what was agreed to be wrong', async () => {
    const out = at('workspace');
    const told = await migrate(
      ...['--out', out, '--monitor', 'loans', '--data', at('training.csv')],
      ...['--endpoint', 'loans', '--schedule', 'hourly'],
    );
    expect(told).toContain('Baseline v1: 400 rows, 3 columns');
    expect(told).toContain('Not kept:\n  - Integral: a fraction in age');
    const captures = join(out, 'predictions/loans/loans/AllTraffic/2026/03/02/10');
    await mkdir(captures, { recursive: true });
    const lines = rows.map(({ age, income, city, bad }, i) =>
      captured(i, [i % 4 === 0 ? '' : age, income * 3, i % 50 === 0 ? 'Rom' : city], 0.1 + bad / 2),
    );
    await writeFile(join(captures, 'part.jsonl'), lines.join('\n'));
    const labels = join(out, 'labels/loans/2026/03/02/12');
    await mkdir(labels, { recursive: true });
    const truth = rows.map(({ bad }, i) =>
      JSON.stringify({
        groundTruthData: { data: String(bad), encoding: 'CSV' },
        eventMetadata: { eventId: `e${i}` },
        eventVersion: '0',
      }),
    );
    await writeFile(join(labels, 'truth.jsonl'), truth.join('\n'));
    const monitor = parseMonitor(
      await readFile(join(out, 'monitors/loans.yaml'), 'utf8'),
      'loans.yaml',
    );
    const ports = await openFolder(out, { threads: 1 });
    const now = new Date('2026-03-03T01:00:00Z');
    const { windows } = await runMonitor(ports, { monitor, now, run: 'r' }).finally(() =>
      ports.close(),
    );
    expect(windows.map(({ rows, labelled, rejected }) => [rows, labelled, rejected])).toEqual([
      [400, 400, 0],
    ]);
    const file = await readFile(
      join(out, 'violations/loans/window=2026-03-02T0000Z/data-quality/constraint_violations.json'),
      'utf8',
    );
    const { violations } = JSON.parse(file) as {
      violations: { feature_name: string; constraint_check_type: string }[];
    };
    const found = violations.map((one) => [one.feature_name, one.constraint_check_type]);
    expect(found).toContainEqual(['age', 'completeness_check']);
    expect(found).toContainEqual(['income', 'baseline_drift_check']);
    expect(found).toContainEqual(['city', 'categorical_values_check']);
    expect(found.some(([name, check]) => name === 'age' && check === 'baseline_drift_check')).toBe(
      false,
    );
  }, 60_000);

  test('refuses another data set than that of the statistics, and leaves nothing of it', async () => {
    const out = at('refused');
    await expect(migrate('--out', out, '--data', at('other.csv'))).rejects.toThrow(
      /is not the data set of these statistics:\n {2}mean of income is [\d.]+, that of the statistics [\d.]+/,
    );
    await expect(readFile(join(out, 'monitors/migrated.yaml'))).rejects.toThrow('ENOENT');
    await expect(readFile(join(out, 'baselines/migrated/v1/other.csv'))).rejects.toThrow('ENOENT');
  });

  test('gives a data set without a header the names that Model Monitor gave its columns', async () => {
    const unnamed = (all: { name: string }[]) => all.map((one, i) => ({ ...one, name: `_c${i}` }));
    const features = unnamed(statistics.features);
    await writeFile(at('bare.csv'), csv.slice(csv.indexOf('\n') + 1));
    await writeFile(at('s.json'), JSON.stringify({ ...statistics, features }));
    await writeFile(
      at('c.json'),
      JSON.stringify({ ...constraints, features: unnamed(constraints.features) }),
    );
    const out = at('headerless');
    const args = [at('s.json'), at('c.json'), '--out', out, '--data', at('bare.csv')];
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    await migrateCommand().parseAsync(args, { from: 'user' });
    expect(log.mock.calls.flat().join('\n')).toContain('Baseline v1: 400 rows, 3 columns');
    log.mockRestore();
    const copy = await readFile(join(out, 'baselines/migrated/v1/bare.csv'), 'utf8');
    expect(copy.split('\n').slice(0, 2)).toEqual(['_c0,_c1,_c2,_c3', '1,20,1000,Bonn']);
  });

  test('without a data set says where it belongs, and why it is needed', async () => {
    const told = await migrate('--out', at('bare'), '--captures', 's3://captures/loans/');
    expect(told).toContain('There is no baseline yet.');
    const text = await readFile(at('bare/monitors/migrated.yaml'), 'utf8');
    expect(parseMonitor(text, 'm.yaml').predictions).toMatchObject({
      bucket: 'captures',
      prefix: 'loans/',
    });
    await expect(migrate('--out', at('bare'))).rejects.toThrow('is there already');
  });
});
