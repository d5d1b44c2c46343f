import { driftwatch } from '../support/driftwatch.ts';
import { runNow } from '../support/executions.ts';
import { loansOf } from '../support/loans.ts';
import { drain, drainEnvelopes } from '../support/queue.ts';
import { APPROVED_LOANS, daysAgo, type Scene } from '../support/scene.ts';
import { csv, jsonLines } from '../support/text.ts';
import { trainingsOf } from '../support/training.ts';

/** A drifted day of a monitor whose retraining a person has to approve: nothing starts before they do. */
export async function approval(scene: Scene): Promise<void> {
  const { account, outputs, report, queues, training } = scene;
  const drop = (key: string, body: string) => account.drop(outputs.Bucket, key, body);
  const reference = loansOf(daysAgo(scene, 9), 4000, 11);
  const columns = ['p_default', 'defaulted', 'income', 'region'] as const;
  await drop(`baselines/${APPROVED_LOANS}/v1/reference.csv`, csv(reference, columns));
  const loans = loansOf(daysAgo(scene, 2), 3000, 12, { incomeFactor: 1.6 });
  await drop(`predictions/${APPROVED_LOANS}/drifted.jsonl`, jsonLines(loans));
  const run = await runNow(account, outputs.StateMachine, APPROVED_LOANS);
  report.check('a run that found a drift succeeded', run.status === 'SUCCEEDED', run);

  const [message, ...more] = await drainEnvelopes(account, queues.approvals);
  report.check('people were asked to approve once', message !== undefined && more.length === 0);
  const { id = '' } = JSON.parse(message?.Message ?? '{}').approval?.request ?? {};
  const text = `driftwatch approve <workspace> ${APPROVED_LOANS} ${id}`;
  report.check('the message has the command', message?.Message.includes(text) ?? false, message);
  const again = await runNow(account, outputs.StateMachine, APPROVED_LOANS);
  report.check('the next run succeeded', again.status === 'SUCCEEDED', again);
  const silent = [
    ...(await drainEnvelopes(account, queues.approvals)),
    ...(await drain(account, queues.retraining)),
    ...(await trainingsOf(account, training, APPROVED_LOANS)),
  ];
  report.check('it asked no second time, and nothing has started', silent.length === 0, silent);

  const listed = await driftwatch(scene, 'approve');
  report.check('driftwatch approve s3://bucket lists it', listed.stdout.includes(id), listed);
  const said = await driftwatch(scene, 'approve', APPROVED_LOANS, id, '--by', 'Ada');
  report.note(said.stdout.trim());
  report.check('driftwatch approve with its id exits with 0', said.status === 0, said);
  const events = await drain(account, queues.retraining);
  const details = events.map(({ Body = '{}' }) => JSON.parse(Body).detail);
  report.check(
    'then the event came, with who approved it',
    details.length === 1 && details[0].id === id && details[0].approved?.by === 'Ada',
    details,
  );
  const started = await trainingsOf(account, training, APPROVED_LOANS);
  report.check(
    'and the training was started with it, once',
    started.map((one) => one.id).join() === id,
    started,
  );
  const twice = await driftwatch(scene, 'approve', APPROVED_LOANS, id);
  report.check('approved twice it is refused', twice.status === 2, twice);
  const audit = await account.keys(outputs.Bucket, `audit/${APPROVED_LOANS}/`);
  const own = audit.filter((key) => key.includes(`approve-${id}`));
  const record = JSON.parse(await account.text(outputs.Bucket, own[0] ?? ''));
  report.check(
    'an audit record says who approved it',
    own.length === 1 && record.acted.retraining.verdict.by === 'Ada',
    own,
  );
  await drain(account, queues.driftAlerts);
}
