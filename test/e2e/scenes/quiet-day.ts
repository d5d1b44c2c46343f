import { runNow } from '../support/executions.ts';
import { loansOf } from '../support/loans.ts';
import { drain, drainEnvelopes } from '../support/queue.ts';
import { waitFor } from '../support/report.ts';
import { CREDIT_RISK, daysAgo, type Scene, windowOf } from '../support/scene.ts';
import { jsonLines } from '../support/text.ts';

/** A day like the baseline: no alert, and what was open is resolved. */
export async function quietDay(scene: Scene): Promise<void> {
  const { account, outputs, report, queues } = scene;
  const day = daysAgo(scene, 1);
  const body = jsonLines(loansOf(day, 3000, 3));
  await account.drop(outputs.Bucket, `predictions/${CREDIT_RISK}/yesterday.jsonl`, body);
  await runNow(account, outputs.StateMachine, CREDIT_RISK);
  const key = `results/${CREDIT_RISK}/${windowOf(day)}.json`;
  await waitFor('the result of the quiet day', 90, async () => {
    return (await account.keys(outputs.Bucket, key)).length === 1;
  });
  const run = await runNow(account, outputs.StateMachine, CREDIT_RISK);
  report.check('a run after it succeeded', run.status === 'SUCCEEDED', run);
  const result = JSON.parse(await account.text(outputs.Bucket, key));
  const alerts = result.findings.filter(
    ({ severity }: { severity: string }) => severity === 'alert',
  );
  report.check(
    'the quiet day has 3000 rows and no alert',
    result.rows === 3000 && alerts.length === 0,
    alerts,
  );
  const messages = await drainEnvelopes(account, queues.creditRisk);
  const severities = messages.map(({ MessageAttributes: { severity } }) => severity?.Value);
  report.check(
    'no alert came, but the news that it is over',
    severities.join() === 'resolved',
    messages,
  );
  const filtered = await drain(account, queues.driftAlerts);
  report.check('a filter policy on alerts lets nothing pass', filtered.length === 0, filtered);
  const events = await drain(account, queues.retraining);
  report.check('no further retraining was asked for', events.length === 0, events);
}
