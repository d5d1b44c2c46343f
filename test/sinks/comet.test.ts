import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { layout } from '../../lib/pipeline/layout.ts';
import { type Recorded, startRecorder } from '../support/recorder.ts';
import { type MeasuredExample, measuredExample, revise } from './support/delivered.ts';
import { read } from './support/python.ts';

const KEY = 'aCometApiKeyThatIsASecret';
const API = '/api/rest/v2';
const SINK = { workspace: 'team', publish: ['rows', 'accuracy'] };

let example: MeasuredExample;
beforeAll(async () => {
  example = await measuredExample();
});
afterAll(() => example.close());

/** Comet as its documentation has it answer. */
async function startComet() {
  const made = new Map<string, string>();
  const recorder = await startRecorder(({ path, body }) => {
    if (path === `${API}/projects`)
      return { body: { projects: [{ projectName: 'driftwatch-credit-risk', projectId: 'p1' }] } };
    if (path === `${API}/experiments`) {
      const experiments = [...made].map(([experimentName, experimentKey]) => ({
        experimentName,
        experimentKey,
      }));
      return { body: { experiments } };
    }
    if (path.endsWith('/write/experiment/create')) {
      const { experimentName } = body as { experimentName: string };
      made.set(experimentName, `key${made.size}`);
      return { body: { experimentKey: made.get(experimentName) } };
    }
    return { body: { msg: 'saved', code: 200, version: '5.0.0' } };
  });
  return { ...recorder, made };
}

const written = (requests: readonly Recorded[]) =>
  requests.filter(({ path }) => path.includes('/write/'));
/** What counts of a request: where it goes, what it says, how it is signed. The asset's parts are named by each client as it likes. */
const essence = ({ method, path, query, headers, body }: Recorded) => ({
  method,
  path,
  key: headers.authorization,
  // Python spells it True.
  query: query.overwrite ? { ...query, overwrite: query.overwrite.toLowerCase() } : query,
  body: typeof body === 'string' ? /name="file"/.test(body) && /what was found/.test(body) : body,
});

it("sends what Comet's own client sends for the same", async () => {
  const ours = await startComet();
  const theirs = await startComet();
  const [first] = example.results;
  if (!first) throw new Error('nothing was measured');
  const report = join(example.root, 'found.txt');
  writeFileSync(report, 'what was found\n');
  const start = Date.parse(first.window.start);
  await example.ports.workspace.write(layout.report('credit-risk', start), 'what was found\n');
  const { sinks } = await example.give(
    { comet: { ...SINK, url: ours.url } },
    { COMET_API_KEY: KEY },
  );
  expect(sinks).toEqual([{ sink: 'comet', delivered: 3, left: 0, error: null }]);
  const sent = written(ours.requests).map(essence);
  const ofFirst = sent.slice(
    0,
    sent.findIndex((one, i) => i > 0 && one.path.endsWith('/create')),
  );
  const bodies = (end: string) =>
    ofFirst.filter(({ path }) => path.endsWith(end)).map(({ body }) => body) as Record<
      string,
      string
    >[];
  const said = join(example.root, 'said.json');
  writeFileSync(
    said,
    JSON.stringify({
      api_key: KEY,
      workspace: 'team',
      project: 'driftwatch-credit-risk',
      name: first.window.start,
      start,
      end: Date.parse(first.window.end),
      parameters: Object.fromEntries(
        bodies('/parameter').map(({ parameterName, parameterValue }) => [
          parameterName,
          parameterValue,
        ]),
      ),
      others: Object.fromEntries(bodies('/log-other').map(({ key, value }) => [key, value])),
      metrics: bodies('/metric').map(({ metricName, metricValue, step, timestamp }) => ({
        name: metricName,
        value: metricValue,
        step,
        timestamp,
      })),
      report,
    }),
  );
  await read('comet_requests.py', [said], {
    COMET_URL_OVERRIDE: `${theirs.url}/clientlib/`,
    HOME: example.root,
  });
  // Metrics are sent side by side.
  const inOrder = (requests: object[]) => requests.map((one) => JSON.stringify(one)).sort();
  expect(inOrder(ofFirst)).toEqual(inOrder(written(theirs.requests).map(essence)));
  expect(ofFirst.map(({ path }) => path.replace(`${API}/write/experiment/`, ''))).toEqual(
    expect.arrayContaining(['create', 'metric', 'parameter', 'log-other', 'upload-asset']),
  );
  await Promise.all([ours.stop(), theirs.stop()]);
});

it('finds the experiment of a window again, and puts a revision in the place of the one before', async () => {
  const comet = await startComet();
  const give = () => example.give({ comet: { ...SINK, url: comet.url } }, { COMET_API_KEY: KEY });
  await give();
  const [first] = example.results;
  if (!first) throw new Error('nothing was measured');
  await revise(example, first, 'accuracy', 0.25);
  const before = comet.requests.length;
  await give();
  expect([...comet.made.keys()]).toEqual([
    ...example.results.map(({ window }) => window.start),
    `${first.window.start} r2`,
  ]);
  const sent = comet.requests.slice(before);
  const accuracy = sent.filter(
    ({ body }) => (body as { metricName?: string }).metricName === 'accuracy',
  );
  const timestamp = Date.parse(first.window.start);
  expect(accuracy.map(({ body }) => body)).toEqual([
    {
      experimentKey: 'key3',
      metricName: 'accuracy',
      metricValue: 0.25,
      step: timestamp / 86_400_000,
      timestamp,
    },
  ]);
  const archived = sent.filter(({ path }) => path.endsWith('/write/experiment/archive'));
  expect(archived.map(({ method, query }) => [method, query.experimentKey])).toEqual([
    ['GET', 'key0'],
  ]);
  await comet.stop();
});
