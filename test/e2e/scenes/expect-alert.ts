import { accuracy, type Loan, rocAuc } from '../support/loans.ts';
import { valuesOf } from '../support/metrics.ts';
import { drain, drainEnvelopes } from '../support/queue.ts';
import { CREDIT_RISK, daysAgo, type Scene, windowOf } from '../support/scene.ts';
import { trainingsOf } from '../support/training.ts';

const near = (a: number | undefined, b: number, tolerance: number) =>
  a !== undefined && Math.abs(a - b) <= tolerance;

/** The day's numbers in CloudWatch, against what the test counts itself. */
export async function expectMetrics(scene: Scene, loans: readonly Loan[]): Promise<void> {
  const { account, report } = scene;
  const [from, to] = [daysAgo(scene, 2), daysAgo(scene, 1)];
  const expected: readonly [string, number, number][] = [
    ['rows', loans.length, 0],
    ['rejected', 1, 0],
    ['accuracy', accuracy(loans), 1e-9],
    // The bins of scores are the baseline's: where a drifted day's scores crowd, some pairs count as ties.
    ['roc_auc', rocAuc(loans), 0.001],
  ];
  for (const [metric, value, tolerance] of expected) {
    const [found, ...more] = await valuesOf(account, CREDIT_RISK, metric, from, to);
    report.note(`CloudWatch ${metric} = ${found}`);
    const holds = more.length === 0 && near(found, value, tolerance);
    report.check(
      `CloudWatch has ${metric} at the window's start, within ${tolerance} of ${value.toPrecision(6)}`,
      holds,
      found,
    );
  }
  const now = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 60_000)] as const;
  const runs = await valuesOf(account, CREDIT_RISK, 'runs', ...now, 'Sum');
  report.check('CloudWatch counts runs', runs.length > 0 && runs.every((n) => n >= 1), runs);
  const read = await valuesOf(account, CREDIT_RISK, 'predictions_read', ...now, 'Sum');
  const sum = read.reduce((total, n) => total + n, 0);
  report.check('CloudWatch counts predictions read', sum === loans.length, read);
}

/** The message as people, machines and filter policies get it. */
export async function expectMessage({ account, report, queues }: Scene): Promise<void> {
  const [message, ...more] = await drainEnvelopes(account, queues.creditRisk);
  report.check('one message came to the topic', message !== undefined && more.length === 0, more);
  if (!message) return;
  report.note(`subject: ${message.Subject}`);
  const json = JSON.parse(message.Message);
  report.check('its subject names the monitor', message.Subject.includes(CREDIT_RISK));
  const causes = (json.opened ?? []).map(({ cause }: { cause: string }) => cause);
  report.check('its JSON names the column that drifted', causes.includes('column income'), causes);
  const { monitor, severity, kind } = message.MessageAttributes;
  report.check(
    'its attributes name monitor and severity',
    monitor?.Value === CREDIT_RISK && severity?.Value === 'alert',
  );
  report.check(
    'its attribute kind is an array with drift',
    JSON.parse(kind?.Value ?? '[]').includes('drift'),
  );
  const filtered = await drainEnvelopes(account, queues.driftAlerts);
  report.check(
    'a filter policy on severity and kind lets it pass',
    filtered.length === 1,
    filtered,
  );
}

/** The request as the target of the stack's own rule gets it. */
export async function expectRetraining(scene: Scene): Promise<void> {
  const { account, report, queues, outputs } = scene;
  const events = await drain(account, queues.retraining);
  report.check('one retraining event came to the target of the rule', events.length === 1, events);
  const event = JSON.parse(events[0]?.Body ?? '{}');
  const { detail = {} } = event;
  report.check(
    'its source and type are as agreed',
    event.source === 'driftwatch' && event['detail-type'] === 'Retraining Requested',
    event,
  );
  report.check(
    'it names the baseline and the reason',
    detail.baseline === 'v1' && /income/.test(detail.reason),
    detail.reason,
  );
  const data: string[] = detail.data ?? [];
  const staged = `s3://${outputs.Bucket}/staged/${CREDIT_RISK}/${windowOf(daysAgo(scene, 2))}/`;
  report.check('it says where the data lies, from the onset on', data[0] === staged, data);
  const { roc_auc: beat } = detail.to_beat ?? {};
  report.check('it says what is to beat', beat > 0.5 && beat < 1, detail.to_beat);
  const started = await trainingsOf(account, scene.training, CREDIT_RISK);
  report.check(
    'it started the training too, a state machine, with the request as its input',
    started.map(({ id }) => id).join() === detail.id,
    started,
  );
  const key = started[0]?.manifest.replace(`s3://${outputs.Bucket}/`, '') ?? '';
  const manifest = JSON.parse(await account.text(outputs.Bucket, key));
  report.check(
    'its manifest lists the labelled day',
    manifest.labelled === 3000 && manifest.windows[0]?.outcomes !== null,
    manifest,
  );
}
