import type { ClientConfig } from '../support/emulator-clients.ts';
import { type Loan, loansOf } from '../support/loans.ts';
import { postEvent } from '../support/post-event.ts';
import { waitFor } from '../support/report.ts';
import { daysAgo, type Scene } from '../support/scene.ts';
import { succeeding } from '../support/succeeding.ts';
import { csv } from '../support/text.ts';
import { countLoans } from '../support/their-logs.ts';
import { expectCounts } from './expect-counts.ts';

export const SELDON_LOANS = 'seldon-loans';
export const TOKEN = 'a-token-of-the-collector';
const ROWS = 200;

/** A model on Seldon Core and on KServe: its payload loggers send events to the deployed collector, which become what was decided. */
export async function collected(scene: Scene, client: ClientConfig): Promise<void> {
  const { account, outputs, report } = scene;
  const columns = ['p_default', 'defaulted', 'income', 'region'] as const;
  const reference = csv(loansOf(daysAgo(scene, 9), 2000, 31), [...columns]);
  await account.drop(outputs.Bucket, `baselines/${SELDON_LOANS}/v1/reference.csv`, reference);
  const url = `${outputs.CollectorUrl}${SELDON_LOANS}`;
  const post = (headers: Record<string, string>, body: unknown, key = TOKEN) =>
    postEvent(client, `${url}?key=${key}`, headers, JSON.stringify(body));
  const loans = loansOf(daysAgo(scene, 2), ROWS, 32);
  const stranger = await post(seldon('inference.request', loans[0] as Loan), {}, 'a-guess');
  report.check('who does not know the secret is refused', stranger === 401, stranger);
  const statuses = new Set<number>();
  for (const [i, loan] of loans.entries())
    for (const [headers, body] of i % 2 === 0 ? ofSeldon(loan) : ofKServe(loan))
      statuses.add(await post(headers, body));
  report.check('every event is taken', [...statuses].join() === '202', [...statuses]);
  await waitFor('the collected log', 180, async () => {
    const keys = await account.keys(outputs.Bucket, `predictions/${SELDON_LOANS}/collected/`);
    const texts = await Promise.all(keys.map((key) => account.text(outputs.Bucket, key)));
    const lines = texts.join('').split('\n').length - 1;
    return lines >= ROWS;
  });
  await succeeding(scene, SELDON_LOANS, 'a run over it');
  await expectCounts(scene, {
    ...{ monitor: SELDON_LOANS, column: 'income' },
    windows: countLoans({ loans, known: loans.filter((_, i) => i % 2 === 0) }),
  });
  const rejected = await account.keys(outputs.Bucket, `rejected/${SELDON_LOANS}/`);
  report.check('nothing of it was rejected', rejected.length === 0, rejected);
}

type Event = readonly [headers: Record<string, string>, body: unknown];

function seldon(type: string, { prediction_id }: Loan): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'CE-SpecVersion': '0.2',
    'CE-Type': `io.seldon.serving.${type}`,
    'CE-Requestid': prediction_id,
    'CE-Inferenceservicename': 'loans',
    'CE-Endpoint': 'default',
  };
}

/** Binary events, the answer before the question as it happens, the question twice; and what came true. */
function ofSeldon(loan: Loan): Event[] {
  const { predicted_at: at, income, region, p_default, defaulted, latency_ms } = loan;
  const answered = new Date(Date.parse(at) + latency_ms).toISOString();
  const asked = { data: { names: ['income', 'region'], ndarray: [[income, region]] } };
  const answer = { data: { names: ['p_default'], tensor: { shape: [1, 1], values: [p_default] } } };
  const question: Event = [{ ...seldon('inference.request', loan), 'CE-Time': at }, asked];
  return [
    [{ ...seldon('inference.response', loan), 'CE-Time': answered }, answer],
    question,
    question,
    [seldon('feedback', loan), { truth: { data: { ndarray: [[defaulted]] } } }],
  ];
}

/** Structured events with tensors of the Open Inference Protocol. */
function ofKServe({ prediction_id: id, predicted_at, latency_ms, ...loan }: Loan): Event[] {
  const { income, region, p_default } = loan;
  const headers = { 'Content-Type': 'application/cloudevents+json' };
  const event = { specversion: '1.0', id, source: 'http://localhost:9081/', endpoint: 'default' };
  const type = 'org.kubeflow.serving.inference';
  const tensor = (name: string, datatype: string, value: unknown) => ({
    ...{ name, shape: [1], datatype, data: [value] },
  });
  const inputs = [tensor('income', 'INT64', income), tensor('region', 'BYTES', region)];
  const outputs = [tensor('p_default', 'FP64', p_default)];
  const time = new Date(Date.parse(predicted_at) + latency_ms).toISOString();
  return [
    [headers, { ...event, type: `${type}.request`, time: predicted_at, data: { inputs } }],
    [headers, { ...event, type: `${type}.response`, time, data: { model_name: 'loans', outputs } }],
  ];
}
