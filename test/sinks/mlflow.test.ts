import { afterAll, beforeAll, expect, it } from 'vitest';
import { layout } from '../../lib/pipeline/layout.ts';
import { freePort } from '../e2e/support/emulator-server.ts';
import { type MeasuredExample, measuredExample, revise } from './support/delivered.ts';
import { QUIET, read, toolsPython } from './support/python.ts';
import { type LoopbackServer, startServer } from './support/server.ts';

interface Run {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly start: number;
  readonly end: number;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly artifacts: Readonly<Record<string, string>>;
  readonly history: Readonly<Record<string, [timestamp: number, step: number, value: number][]>>;
}

let example: MeasuredExample;
let server: LoopbackServer;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  [example, server] = await Promise.all([
    measuredExample(),
    startServer(
      toolsPython(),
      (folder) => [
        ...['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port)],
        ...['--workers', '1', '--backend-store-uri', `sqlite:///${folder}/mlflow.db`],
        ...['--artifacts-destination', `${folder}/artifacts`],
      ],
      `${url}/health`,
      QUIET,
    ),
  ]);
});
afterAll(async () => {
  await server?.stop();
  await example?.close();
});

const runsOf = async (...histories: string[]) => {
  const found = await read<{ runs: Run[] }>(
    'mlflow_runs.py',
    [url, 'driftwatch/credit-risk', ...histories],
    QUIET,
  );
  return found.runs;
};

it("MLflow's own client finds a run a window, at the window's time, with its values, findings and report", async () => {
  const [, , drifted] = example.results;
  if (!drifted) throw new Error('the third day was not measured');
  const start = Date.parse(drifted.window.start);
  await example.ports.workspace.write(layout.report('credit-risk', start), 'what was found\n');
  const { sinks } = await example.give({ mlflow: { url } });
  expect(sinks).toEqual([{ sink: 'mlflow', delivered: 3, left: 0, error: null }]);

  const runs = await runsOf();
  expect(runs.map(({ name, status }) => [name, status])).toEqual(
    example.results.map(({ window }) => [window.start, 'FINISHED']),
  );
  for (const [i, result] of example.results.entries()) {
    const run = runs[i];
    expect(run?.start).toBe(Date.parse(result.window.start));
    expect(run?.end).toBe(Date.parse(result.window.end));
    expect(run?.params).toMatchObject({ baseline: 'v1', task: 'binary' });
    const whole = result.measurements.filter(
      ({ segment, variant, value }) => segment === null && variant === null && value !== null,
    );
    expect(Object.keys(run?.metrics ?? {})).toHaveLength(whole.length + 2);
    for (const { metric, column, value } of whole)
      expect(run?.metrics[column === null ? metric : `${metric}/${column}`]).toBe(value);
  }
  expect(runs[2]?.tags['driftwatch.status']).toBe('alert');
  expect(runs[2]?.tags['finding/psi/income']).toContain('alert: income: psi is 0.604, above 0.1');
  expect(runs[2]?.tags['finding/psi/income/country:DE']).toContain('psi is 0.632');
  expect(runs[2]?.artifacts).toEqual({ 'report.txt': 'what was found\n' });
  expect(runs[0]?.tags['driftwatch.status']).toBe('ok');
});

it('given again, nothing is there twice', async () => {
  const before = await runsOf('accuracy');
  // Another choice makes all of them new to the sink.
  await example.give({ mlflow: { url, publish: ['accuracy', 'psi', 'rows'] } });
  await example.give({ mlflow: { url } });
  const after = await runsOf('accuracy');
  expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  for (const { history } of after)
    for (const points of Object.values(history)) expect(points).toHaveLength(1);
});

it('a revision takes the place of the run before it', async () => {
  const [first] = example.results;
  if (!first) throw new Error('nothing was measured');
  await revise(example, first, 'accuracy', 0.25);
  const { sinks } = await example.give({ mlflow: { url } });
  expect(sinks[0]).toMatchObject({ delivered: 1, error: null });
  const runs = await runsOf('accuracy');
  expect(runs.map(({ name }) => name)).toEqual(example.results.map(({ window }) => window.start));
  expect(runs[0]?.metrics.accuracy).toBe(0.25);
  expect(runs[0]?.tags['driftwatch.revision']).toBe('2');
  const start = Date.parse(first.window.start);
  expect(runs[0]?.history.accuracy).toEqual([[start, start / 86_400_000, 0.25]]);
});
