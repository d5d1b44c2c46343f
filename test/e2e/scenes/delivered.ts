import { CREDIT_RISK, daysAgo, type Scene } from '../support/scene.ts';
import { succeeding } from '../support/succeeding.ts';

export const SINK_TOKEN = 'a-token-of-the-receiver';

/** What the deployed stack gave to the sinks of a monitor: a receiver of OpenTelemetry that asks for a token, and TensorBoard's files. */
export async function delivered(scene: Scene): Promise<void> {
  const { account, outputs, report, receiver } = scene;
  const sent = receiver.requests.filter(({ path }) => path === '/v1/metrics');
  report.check('the receiver got the window', sent.length > 0, receiver.requests);
  const tokens = [...new Set(sent.map(({ headers }) => headers.authorization))];
  report.check(
    'with the token that lies in Secrets Manager',
    tokens.join() === `Bearer ${SINK_TOKEN}`,
    tokens.length,
  );
  const text = sent.map(({ body }) => String(body)).join();
  const names = ['roc_auc', 'psi', 'income', CREDIT_RISK].filter((name) => !text.includes(name));
  report.check('performance and drift are among it', names.length === 0, names);
  const start = daysAgo(scene, 2).getTime() / 1000;
  const files = await account.keys(outputs.Bucket, `tensorboard/${CREDIT_RISK}/`);
  report.check(
    "TensorBoard's file of the window lies there",
    files.some((key) => key.includes('/all/') && key.includes(String(start))),
    files,
  );
  const before = receiver.requests.length;
  await succeeding(scene, CREDIT_RISK, 'one more run');
  report.check(
    'which gives nothing twice',
    receiver.requests.length === before,
    receiver.requests.length - before,
  );
  const written = ['audit/', 'results/', 'monitors/', 'tensorboard/'].map((folder) =>
    account.keys(outputs.Bucket, `${folder}${CREDIT_RISK}`),
  );
  const texts = await Promise.all(
    (await Promise.all(written)).flat().map((key) => account.text(outputs.Bucket, key)),
  );
  report.check(
    'the token stands in nothing that was written',
    texts.length > 3 && !texts.some((one) => one.includes(SINK_TOKEN)),
    texts.length,
  );
}
