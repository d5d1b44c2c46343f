import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type OpenPorts, openFolder } from '../../../lib/adapters/folder/ports.ts';
import { connectSinks } from '../../../lib/adapters/sinks/connect.ts';
import { monitorSchema } from '../../../lib/monitor/schema.ts';
import { deliver } from '../../../lib/pipeline/deliver.ts';
import { runMonitor } from '../../../lib/pipeline/run-monitor.ts';
import { describeRun } from '../../../lib/report/run-text.ts';
import { monitor as example, exampleWorkspace, TODAY } from '../../support/example-workspace.ts';
import { readTree } from '../../support/read-tree.ts';
import { type Recorded, startRecorder } from '../../support/recorder.ts';

const SECRET = 'S3cret/of+the="tool"';
const PASSWORD = 'pa55 w0rd&more';
const ENVIRONMENT = {
  MLFLOW_TRACKING_USERNAME: 'monitoring',
  MLFLOW_TRACKING_PASSWORD: PASSWORD,
  COMET_API_KEY: SECRET,
  OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${encodeURIComponent(SECRET)}`,
};
/** Every spelling that a service may answer with. */
const SPELLINGS = [SECRET, PASSWORD].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64'),
  Buffer.from(`monitoring:${secret}`).toString('base64'),
]);

/** The credentials of a request, as they came and as a service may spell them. */
function echoOf(headers: Recorded['headers']): string {
  const given = [headers.authorization, headers['x-api-key']].map((value) => String(value ?? ''));
  const pair = Buffer.from(given[0]?.replace('Basic ', '') ?? '', 'base64').toString();
  const [, password = ''] = pair.split(/:(.*)/s);
  return [...given, ...(given[0]?.startsWith('Basic') ? [pair, password] : [])]
    .flatMap((value) => [value, encodeURIComponent(value), JSON.stringify(value)])
    .concat(given.map((value) => Buffer.from(value).toString('base64')))
    .join(' ');
}

let workspace: Awaited<ReturnType<typeof exampleWorkspace>>;
let ports: OpenPorts;
let echo: Awaited<ReturnType<typeof startRecorder>>;
let status = 500;

beforeAll(async () => {
  workspace = await exampleWorkspace();
  ports = await openFolder(workspace.root, { threads: 1 });
  // Answers with all that it was told, as a debugging proxy does.
  echo = await startRecorder(({ headers }) => ({ status, body: `no: ${echoOf(headers)}` }));
});
afterAll(async () => {
  await echo.stop();
  await ports.close();
  await workspace.remove();
});

describe.each([500, 401])('where a service answers %i and repeats the credentials', (answer) => {
  it('they stand in no log, no message, no audit record, no result and no item of the table', async () => {
    status = answer;
    const printed: string[] = [];
    for (const method of ['log', 'warn', 'error', 'info'] as const)
      vi.spyOn(console, method).mockImplementation(
        (...parts) => void printed.push(parts.join(' ')),
      );
    const { url } = echo;
    const monitor = monitorSchema.parse({
      ...example,
      sinks: { mlflow: { url }, comet: { url, workspace: 'w' }, otlp: { url } },
    });
    const connect = connectSinks(ports.workspace, ENVIRONMENT);
    const summaries = [await runMonitor(ports, { monitor, now: TODAY, run: `run-${answer}` })];
    const patience = { tries: 1, pauseMilliseconds: 1, totalMilliseconds: 1500 };
    const { sinks } = await deliver(ports, { monitor, now: TODAY }, connect, patience);
    const later = new Date(TODAY.getTime() + 86_400_000);
    const told = await runMonitor(ports, { monitor, now: later, run: `told-${answer}` });
    vi.restoreAllMocks();

    expect(sinks.map(({ left }) => left)).toEqual([3, 3, 3]);
    expect(sinks[0]?.error).toContain(`answered ${answer}`);
    expect(sinks[0]?.error).toContain('***');
    expect(told.sinks?.length).toBe(3);
    expect(echo.requests.some(({ headers }) => headers['x-api-key'] === SECRET)).toBe(true);
    expect(echo.requests.some(({ headers }) => headers.authorization === SECRET)).toBe(true);

    const tree = await readTree(workspace.root, [
      '.state',
      'audit',
      'outbox',
      'results',
      'monitors',
    ]);
    const items = await Promise.all(
      ['sink#', 'sink-told#', 'delivered#', 'window#'].map((prefix) =>
        ports.table.query('credit-risk', prefix),
      ),
    );
    const seen = {
      printed: printed.join('\n'),
      said: JSON.stringify([sinks, items, told]),
      shown: [...summaries, { ...told, delivered: sinks }]
        .map((one) => describeRun(one, { workspace: 'w', now: later }))
        .join('\n'),
      ...Object.fromEntries(
        Object.entries(tree).map(([path, base64]) => [
          path,
          Buffer.from(base64, 'base64').toString('latin1'),
        ]),
      ),
    };
    expect(Object.keys(seen).some((path) => path.startsWith('audit/'))).toBe(true);
    for (const [where, text] of Object.entries(seen))
      for (const spelling of SPELLINGS)
        expect(text.includes(spelling), `${spelling} in ${where}`).toBe(false);
  }, 120_000);
});
