import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Recorded, startRecorder } from '../support/recorder.ts';
import { type MeasuredExample, measuredExample, revise } from './support/delivered.ts';
import { QUIET, toolsPython } from './support/python.ts';

/** W&B wants 40 characters. */
const KEY = '0123456789abcdef0123456789abcdef01234567';
const RUN = 'offline-run-20261101_000000-credit-risk-2026-11';

let example: MeasuredExample;
let folder: string;
beforeAll(async () => {
  example = await measuredExample();
  folder = join(example.root, 'wandb', 'credit-risk');
});
afterAll(() => example.close());

/** What `wandb sync` of the folder sends to who is in W&B's place. */
async function sync(): Promise<Recorded[]> {
  const bucket = {
    ...{ id: 'b', name: 'credit-risk-2026-11', displayName: 'd', description: null, config: '{}' },
    project: { id: 'p', name: 'driftwatch', entity: { id: 'e', name: 'team' } },
  };
  const wandb = await startRecorder(({ path }) => ({
    body: path === '/graphql' ? { data: { upsertBucket: { bucket, inserted: true } } } : {},
  }));
  await promisify(execFile)(
    join(dirname(toolsPython()), 'wandb'),
    ['sync', '--include-synced', folder],
    {
      cwd: example.root,
      env: {
        ...QUIET,
        PATH: process.env.PATH,
        HOME: example.root,
        WANDB_BASE_URL: wandb.url,
        WANDB_API_KEY: KEY,
      },
    },
  );
  await wandb.stop();
  return wandb.requests;
}

/** The rows of the run's history, as they stand after all that was sent. */
function historyOf(requests: readonly Recorded[]): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  for (const { path, body } of requests) {
    if (!path.endsWith('/file_stream')) continue;
    const { files = {} } = body as {
      files?: Record<string, { offset: number; content: string[] }>;
    };
    const { offset = 0, content = [] } = files['wandb-history.jsonl'] ?? {};
    for (const [i, line] of content.entries()) rows[offset + i] = JSON.parse(line);
  }
  return rows;
}

it("W&B's own client takes the run and sends every window's values, at its time, in order", async () => {
  expect(await example.give({ wandb: { entity: 'team' } })).toEqual({
    sinks: [{ sink: 'wandb', delivered: 3, left: 0, error: null }],
  });
  const requests = await sync();
  const variables = requests
    .filter(({ path }) => path === '/graphql')
    .map(({ body }) => (body as { variables: Record<string, unknown> }).variables);
  expect(variables[0]).toMatchObject({
    entity: 'team',
    project: 'driftwatch',
    name: 'credit-risk-2026-11',
    displayName: 'credit-risk 2026-11',
    tags: ['driftwatch', 'credit-risk'],
  });
  expect(JSON.parse(String(variables[0]?.config))).toMatchObject({ baseline: { value: 'v1' } });
  const rows = historyOf(requests);
  expect(rows).toHaveLength(3);
  for (const [i, result] of example.results.entries()) {
    const seconds = Date.parse(result.window.start) / 1000;
    expect(rows[i]).toMatchObject({ _timestamp: seconds, _step: seconds / 86_400 });
    const whole = result.measurements.filter(
      ({ segment, variant, value }) => segment === null && variant === null && value !== null,
    );
    for (const { metric, column, value } of whole)
      expect(rows[i]?.[column === null ? metric : `${metric}/${column}`]).toBe(value);
  }
  expect(rows[2]?.findings).toContain('alert: income: psi is 0.604, above 0.1');
});

it('a revision takes the place of what it corrects, and is sent again after a sync', async () => {
  const marker = join(folder, RUN, 'run-credit-risk-2026-11.wandb.synced');
  writeFileSync(marker, '');
  const [first] = example.results;
  if (!first) throw new Error('nothing was measured');
  await revise(example, first, 'accuracy', 0.25);
  await example.give({ wandb: { entity: 'team' } });
  expect(existsSync(marker)).toBe(false);
  const rows = historyOf(await sync());
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({ accuracy: 0.25, revision: 2 });
});

it('a history longer than a block of the file is read to its end', async () => {
  await example.give({ wandb: { entity: 'team', publish: 'all' } });
  const rows = historyOf(await sync());
  expect(rows.map((row) => row.revision)).toEqual([2, 1, 1]);
  expect(rows[2]?.['psi/income/country=DE']).toBeCloseTo(0.632, 3);
});
