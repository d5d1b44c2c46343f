import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import type { WindowResult } from '../../lib/results.ts';
import { type Emulator, startEmulator } from '../e2e/support/emulator.ts';
import { freePort } from '../e2e/support/emulator-server.ts';
import { BUCKET, type Called, call } from './support/call.ts';

const ROWS = 30;
const LABELLED = 20;
const DAY = 86_400_000;

let emulator: Emulator;
let s3: S3Client;
let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'driftwatch-logging-'));
  emulator = await startEmulator();
  s3 = new S3Client({ ...emulator.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(async () => {
  s3?.destroy();
  await emulator?.stop();
  rmSync(root, { recursive: true, force: true });
});

/** The objects below a prefix, fetched into a folder workspace; as a sync of the bucket would. */
async function fetched(workspace: string, prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }),
  );
  for (const { Key = '' } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    const path = join(workspace, Key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, (await Body?.transformToByteArray()) ?? '');
  }
  return Contents.map(({ Key = '' }) => Key);
}

const monitorFile = (name: string, latency: boolean) => `monitor: ${name}
task: binary
schedule: rate(1 hour)
window: 1d
columns:
  id: prediction_id
  timestamp: predicted_at
  score: p_default
  label: defaulted
${latency ? '  latency_ms: latency_ms\n' : ''}labels: { from: s3, wait: 30d }
`;

/** What a run over the logged says, of all its windows together. */
async function measured(name: string, file: string) {
  const workspace = join(root, `workspace-${name}`);
  mkdirSync(join(workspace, 'monitors'), { recursive: true });
  writeFileSync(join(workspace, 'monitors', `${name}.yaml`), file);
  const baseline = join(workspace, 'baselines', name, 'v1');
  mkdirSync(baseline, { recursive: true });
  const rows = Array.from({ length: 300 }, (_, i) => {
    const income = 20_000 + 50 * i;
    return [20_000 / (20_000 + income), i % 2, income, ['DE', 'FR', 'PL'][i % 3]].join();
  });
  writeFileSync(
    join(baseline, 'reference.csv'),
    ['p_default,defaulted,income,country', ...rows].join('\n'),
  );
  const objects = await fetched(workspace, `predictions/${name}/`);
  await fetched(workspace, `labels/${name}/`);
  const ports = await openFolder(workspace);
  try {
    const monitor = parseMonitor(file, `${name}.yaml`);
    await runMonitor(ports, { monitor, run: 'first', now: new Date(Date.now() + 2 * DAY) });
  } finally {
    await ports.close();
  }
  const folder = join(workspace, 'results', name);
  const results = readdirSync(folder).map(
    (one) => JSON.parse(readFileSync(join(folder, one), 'utf8')) as WindowResult,
  );
  return { objects, results };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

async function expectLogged(
  name: string,
  called: Called,
  { latency = true, file = monitorFile(name, latency) } = {},
) {
  const { objects, results } = await measured(name, file);
  expect(called.answers).toHaveLength(ROWS);
  expect(objects.length).toBeGreaterThan(0);
  expect(sum(results.map(({ rows }) => rows))).toBe(ROWS);
  expect(sum(results.map(({ rejected }) => rejected))).toBe(0);
  // Labels are joined by id alone: as many as were given are found.
  expect(sum(results.map(({ labelled }) => labelled))).toBe(LABELLED);
  const values = results.flatMap(({ measurements }) => measurements);
  const overall = (wanted: string) =>
    values.find(({ metric, segment }) => metric === wanted && segment === null)?.value ?? null;
  if (latency) expect(overall('latency_p50')).toBeGreaterThan(0);
  else expect(overall('latency_p50')).toBeNull();
}

it.each(['fastapi', 'bentoml', 'kserve', 'mlflow'])(
  'what a service of %s logs through Firehose is read with its ids, scores, latency and labels',
  async (kind) => {
    const called = await call(kind, ['make_stream', 'labels'], emulator.env);
    expect(new Set(called.answers.map(({ prediction_id }) => prediction_id)).size).toBe(ROWS);
    await expectLogged(kind, called);
  },
);

it('what a Lambda logs before it answers is read', async () => {
  const env = { ...emulator.env, MONITOR: 'in-lambda', DELIVERY_STREAM: 'in-lambda' };
  const called = await call('in_lambda', ['make_stream', 'labels'], env);
  await expectLogged('in-lambda', called);
});

it('a batch that is run again counts once', async () => {
  const called = await call('batch', ['labels'], emulator.env);
  await expectLogged('batch', called, { latency: false });
});

it("what a SageMaker endpoint captures of the page's requests is read by their ids", async () => {
  const { answers } = await call('sagemaker', ['labels'], {
    ...emulator.env,
  });
  const asked = answers.slice(0, ROWS);
  const config = JSON.parse(String(answers[ROWS]?.body));
  expect(config.DataCaptureConfig).toMatchObject({
    EnableCapture: true,
    DestinationS3Uri: 's3://workspace/predictions/sagemaker',
  });
  const captured = asked.map(({ prediction_id, request }) => {
    const { headers, body } = request as { headers: Record<string, string>; body: string };
    expect(headers['x-amzn-sagemaker-inference-id']).toBe(prediction_id);
    const side = (mode: string, data: string) => ({
      observedContentType: 'text/csv',
      mode,
      data,
      encoding: 'CSV',
    });
    return JSON.stringify({
      captureData: { endpointInput: side('INPUT', body), endpointOutput: side('OUTPUT', '0.25') },
      eventMetadata: {
        eventId: crypto.randomUUID(),
        inferenceId: prediction_id,
        inferenceTime: new Date().toISOString(),
      },
      eventVersion: '0',
    });
  });
  const Key = 'predictions/sagemaker/credit-risk/v1/2026/11/05/09/capture.jsonl';
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: captured.join('\n') }));
  const page = readFileSync('docs/logging.md', 'utf8');
  const [, predictions = ''] = /```yaml\n(predictions:.*?)```/s.exec(page) ?? [];
  const file = `${monitorFile('sagemaker', false)}${predictions}`
    .replace('id: prediction_id', 'id: eventId')
    .replace('timestamp: predicted_at', 'timestamp: inferenceTime');
  await expectLogged('sagemaker', { answers: asked }, { latency: false, file });
});

it('where what takes the log says nothing, a service answers at once all the same', async () => {
  const silent = createServer(() => {});
  const port = await new Promise<number>((done) =>
    silent.listen(0, '127.0.0.1', () => done((silent.address() as AddressInfo).port)),
  );
  const { answers } = await call('fastapi', [], {
    ...emulator.env,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  });
  silent.close();
  expect(answers).toHaveLength(ROWS);
  expect(answers[3]?.p_default).toBeCloseTo(20_000 / 41_500, 5);
  expect(Math.max(...answers.map(({ answered_in }) => Number(answered_in)))).toBeLessThan(1);
});

it('where nothing takes the log, a Lambda answers all the same', async () => {
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const { answers } = await call('in_lambda', [], { ...emulator.env, AWS_ENDPOINT_URL: nobody });
  expect(answers).toHaveLength(ROWS);
  expect(answers[3]?.p_default).toBeCloseTo(20_000 / 41_500, 5);
});
