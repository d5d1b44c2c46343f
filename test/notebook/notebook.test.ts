import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import type { WindowResult } from '../../lib/results.ts';
import { synthesize } from '../constructs/synthesize.ts';
import { exampleWorkspace, monitor, TODAY } from '../support/example-workspace.ts';
import { notebookPrograms } from './notebook-venv.ts';

const NOTEBOOK = 'examples/notebook.ipynb';
const DEEPNOTE = 'examples/notebook.deepnote';

/** What the notebook's frames hold, as values. */
const LOOK = `
shown = measurements.astype(object).where(measurements.notna(), None)
print(json.dumps({
    "measurements": [[f"{one.window_start:%Y-%m-%dT%H:%M:%SZ}", one.metric, one.column_name, one.segment, one.variant, one.value, one.low,
                      one.high, one.limit_min, one.limit_max, one.status] for one in shown.itertuples()],
    "findings": [[f"{one.window_start:%Y-%m-%dT%H:%M:%SZ}", one.severity, one.message] for one in findings.itertuples()],
    "incidents": list(incidents.id.unique()) if len(incidents) else [],
    "names": incident.cause.tolist() if incident is not None else [],
}))`;

interface Ran {
  readonly committed: string[];
  readonly figures: Record<string, number>;
  readonly warnings: string[];
  readonly printed: string;
  readonly looked: {
    readonly measurements: unknown[][];
    readonly findings: unknown[][];
    readonly incidents: string[];
    readonly names: string[];
  };
}

let programs: string;
let example: Awaited<ReturnType<typeof exampleWorkspace>>;

beforeAll(async () => {
  programs = notebookPrograms();
  example = await exampleWorkspace();
  const ports = await openFolder(example.root);
  try {
    await runMonitor(ports, { monitor, run: 'first', now: TODAY });
  } finally {
    await ports.close();
  }
}, 600_000);

afterAll(() => example?.remove());

describe('the example notebook', () => {
  it('shows what the result files of a workspace with segments say, without a warning', () => {
    const ran = runNotebook(NOTEBOOK, example.root);
    expectResults(ran, example.root, 'credit-risk');
    const figures = { performance: 1, heat: 1, columns: 3, segments: 1 };
    const pictured = resultsOf(example.root, 'credit-risk').at(-1);
    const distributions = pictured && 'distributions' in pictured ? 1 : 0;
    expect(ran.figures).toMatchObject({ ...figures, distributions });
    expect(ran.looked.names[0]).toBe('column income');
  }, 300_000);

  it('shows what the result files of the demo say, without a warning', () => {
    const root = demoWorkspace();
    const ran = runNotebook(NOTEBOOK, root);
    expectResults(ran, root, 'flight-delays');
    expect(ran.figures).toMatchObject({ performance: 1, heat: 1, segments: 0 });
    expect(ran.figures.columns).toBeGreaterThanOrEqual(1);
    expect(ran.printed).toContain(`${ran.looked.incidents.length} incidents`);
  }, 300_000);

  it('is kept without outputs', () => {
    expect(runNotebook(NOTEBOOK, example.root).committed).toEqual([]);
  }, 300_000);
});

describe('a bucket of the emulator', () => {
  it('is read by Athena through the tables of the construct, and by the notebook', () => {
    const template = synthesize((scope) => ({
      monitors: [monitor],
      bucket: Bucket.fromBucketName(scope, 'Own', 'workspace'),
    }));
    const page = readFileSync('docs/notebooks.md', 'utf8');
    const queries = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, text]) => text);
    const script = resolve('test/notebook/in_bucket.py');
    const said = run('python', [script, example.root, 'workspace', NOTEBOOK], {
      input: JSON.stringify({ resources: template.toJSON().Resources, queries }),
    });
    const { answers, ran } = JSON.parse(said) as { answers: string[][][]; ran: Ran };
    const [performance = [], drifted = [], open = []] = answers;
    const measured = resultsOf(example.root, 'credit-risk').map(
      ({ measurements }) =>
        measurements.find(
          ({ metric, segment, variant }) => metric === 'roc_auc' && !segment && !variant,
        )?.value ?? null,
    );
    expect(performance.slice(1).map(([, value]) => value && Number(value))).toEqual(measured);
    expect(drifted[1]?.slice(0, 2)).toEqual(['credit-risk', 'income']);
    expect(open[1]?.[4]).toBe('column income');
    expect(ran).toMatchObject({ warnings: [], figures: { performance: 1, heat: 1, segments: 1 } });
  }, 300_000);
});

describe("Deepnote's own tools", () => {
  it('take the project file for valid', () => {
    const said = run('deepnote', ['validate', '-o', 'json', DEEPNOTE]);
    expect(JSON.parse(said)).toMatchObject({ success: true, valid: true });
  });

  it('read the same cells from it as the notebook has', () => {
    const { notebooks } = JSON.parse(
      run('deepnote', ['cat', '-o', 'json', '--type', 'code', DEEPNOTE]),
    ) as { notebooks: { blocks: { content: string }[] }[] };
    const code = notebooks.flatMap(({ blocks }) => blocks.map(({ content }) => content));
    expect(code.length).toBeGreaterThan(5);
    expect(code).toEqual(codeOf(NOTEBOOK));
  });

  it('turn it back into a notebook that runs and draws the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'driftwatch-test-'));
    try {
      run('deepnote', ['convert', DEEPNOTE, '-o', folder]);
      const [name = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
        one.endsWith('.ipynb'),
      );
      const ran = runNotebook(join(folder, name), example.root);
      expectResults(ran, example.root, 'credit-risk');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 300_000);
});

function codeOf(path: string): string[] {
  const { cells } = JSON.parse(readFileSync(path, 'utf8')) as {
    cells: { cell_type: string; source: string | string[] }[];
  };
  return cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ source }) => [source].flat().join(''));
}

/** That what the notebook read is what the result files hold, value by value. */
function expectResults({ looked, warnings }: Ran, root: string, name: string): void {
  expect(warnings).toEqual([]);
  const results = resultsOf(root, name);
  const measured = results.flatMap(({ window, measurements }) =>
    measurements.map((one) => [
      ...[window.start, one.metric, one.column, one.segment, one.variant],
      ...[one.value, one.low, one.high],
      ...[one.threshold?.min ?? null, one.threshold?.max ?? null, one.status],
    ]),
  );
  expect(looked.measurements).toHaveLength(measured.length);
  expect(looked.measurements).toEqual(measured);
  const found = results.flatMap(({ window, findings }) =>
    findings.map(({ severity, message }) => [window.start, severity, message]),
  );
  expect(found.length).toBeGreaterThan(0);
  expect(looked.findings).toEqual(found);
  expect(looked.incidents.length).toBeGreaterThan(0);
}

function resultsOf(root: string, name: string): WindowResult[] {
  const folder = join(root, 'results', name);
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as WindowResult);
}

function demoWorkspace(): string {
  const root = resolve('.demo');
  if (!existsSync(join(root, 'tables')))
    throw new Error('the notebook is tried on the workspace of the demo: run `npm run demo` first');
  return root;
}

function runNotebook(path: string, workspace: string): Ran {
  const script = resolve('test/notebook/run_notebook.py');
  return JSON.parse(
    run('python', [script, path, LOOK], {
      DRIFTWATCH_WORKSPACE: workspace,
      MPLCONFIGDIR: resolve('.cache/matplotlib'),
    }),
  );
}

function run(
  program: string,
  args: readonly string[],
  { input, ...more }: Record<string, string> = {},
): string {
  const env = { ...process.env, PATH: `${programs}:${process.env.PATH}`, ...more };
  return execFileSync(join(programs, program), args, {
    ...{ encoding: 'utf8', env, maxBuffer: 1e8 },
    ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input }),
  });
}
