import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { startRecorder } from '../support/recorder.ts';
import { approval } from './scenes/approval.ts';
import { collected, TOKEN } from './scenes/collected.ts';
import { commandLine } from './scenes/command-line.ts';
import { delivered, SINK_TOKEN } from './scenes/delivered.ts';
import { awaitSchedule, dropDriftedDay } from './scenes/drifted-day.ts';
import { expectAlarms } from './scenes/expect-alarms.ts';
import { expectMessage, expectMetrics, expectRetraining } from './scenes/expect-alert.ts';
import { expectDashboard } from './scenes/expect-dashboard.ts';
import { expectWorkspace } from './scenes/expect-workspace.ts';
import { manyObjects } from './scenes/many-objects.ts';
import { poisonObject } from './scenes/poison-object.ts';
import { quietDay } from './scenes/quiet-day.ts';
import { recordedEvents } from './scenes/recorded-events.ts';
import { makeTableLog, tableLog } from './scenes/table-log.ts';
import { theirBucket } from './scenes/their-bucket.ts';
import { Account } from './support/account.ts';
import { tagBucket } from './support/driftwatch.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';
import { inventory } from './support/leftovers.ts';
import { otherAccount } from './support/other-account.ts';
import { Report } from './support/report.ts';
import { CREDIT_RISK, type Scene } from './support/scene.ts';
import { makeSecret } from './support/secret.ts';
import { Deployment } from './support/stack.ts';
import { makeOutcomes } from './support/their-logs.ts';
import { newTraining } from './support/training.ts';

const report = new Report();
const folder = mkdtempSync(join(tmpdir(), 'driftwatch-e2e-'));
const receiver = await startRecorder(() => ({ body: {} }));
let emulator: Emulator | undefined;

try {
  report.step('start the emulator; every role is held to its policies');
  emulator = await startEmulator({ enforceIam: true });
  await play(emulator);
} catch (error) {
  report.fail(error);
}
if (report.failed) console.log(`\nthe emulator's last words:\n${emulator?.logs().slice(-8000)}`);
await emulator?.stop();
await receiver.stop();
rmSync(folder, { recursive: true, force: true });
process.exitCode = report.end();

async function play(running: Emulator): Promise<void> {
  const account = new Account(running.client);
  const today = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000);
  const creditRisk = await account.newQueue('credit-risk', 'sns');
  const driftAlerts = await account.newQueue('drift-alerts', 'sns');
  const approvals = await account.newQueue('approvals', 'sns');
  const retraining = await account.newQueue('retraining', 'events');
  const training = await newTraining(account, running.client, 'training');
  await makeTableLog(account, new Date(today.getTime() - 86_400_000));
  await makeOutcomes(account);
  const theirs = await otherAccount(running.client);

  const answers = [retraining.arn, training];
  const deployment = new Deployment(running, {
    ...{ folder, today, retraining: answers },
    collector: await makeSecret(running.client, 'driftwatch-collector', TOKEN),
    sink: {
      url: receiver.url,
      secret: await makeSecret(running.client, 'driftwatch-receiver', SINK_TOKEN),
    },
  });
  report.step('cdk bootstrap');
  await deployment.bootstrap();
  const before = await inventory(account);
  report.step('cdk deploy of bin/app.ts');
  const outputs = await deployment.deploy();
  report.note(JSON.stringify(outputs));
  const urls = {
    creditRisk: creditRisk.url,
    driftAlerts: driftAlerts.url,
    approvals: approvals.url,
    retraining: retraining.url,
  };
  const { workers, env } = running;
  const scene: Scene = {
    ...{ account, outputs, report, today, queues: urls, training, receiver, workers, env },
  };
  await tagBucket(scene);
  await subscribe(scene, creditRisk.arn, { monitor: [CREDIT_RISK] });
  await subscribe(scene, driftAlerts.arn, { severity: ['alert'], kind: ['drift'] });
  await subscribe(scene, approvals.arn, { severity: ['info'] });

  report.step('drop a baseline, a drifted day of predictions and labels; wait for the schedule');
  const loans = await dropDriftedDay(scene);
  await awaitSchedule(scene);
  report.step('what it published, said and asked for');
  await expectMetrics(scene, loans);
  await expectMessage(scene);
  await expectRetraining(scene);
  await expectAlarms(scene);
  await expectDashboard(scene);
  report.step('what it left in bucket and table');
  await expectWorkspace(scene);
  report.step('what it gave to sinks');
  await delivered(scene);
  report.step('a quiet day');
  await quietDay(scene);
  report.step('a drifted day whose retraining a person approves');
  await approval(scene);
  report.step('payload loggers of Seldon Core and KServe');
  await collected(scene, running.client);
  await recordedEvents(scene, running.client);
  report.step("another account's bucket, read through a role, with labels looked up by id");
  const seen = await theirBucket(scene, theirs);
  report.step(
    'an object that kills its readers; meanwhile a model that logs to a DynamoDB table, and the command line',
  );
  await poisonObject(scene, theirs, seen, async () => {
    await tableLog(scene);
    await commandLine(scene);
  });
  report.step('10,000 objects and 100,000 labels, while workers are killed');
  await manyObjects(scene);
  report.step('cdk destroy');
  await deployment.destroy();
  await expectNothingLeft(account, before, outputs);
}

async function subscribe(
  { account, outputs }: Scene,
  queue: string,
  filter: Record<string, string[]>,
): Promise<void> {
  await account.sns.send(
    new SubscribeCommand({
      TopicArn: outputs.Topic,
      Protocol: 'sqs',
      Endpoint: queue,
      Attributes: { FilterPolicy: JSON.stringify(filter) },
    }),
  );
}

async function expectNothingLeft(
  account: Account,
  before: Record<string, string[]>,
  { Bucket, Table, CollectorSpool }: Scene['outputs'],
): Promise<void> {
  const after = await inventory(account);
  const left = Object.entries(after).flatMap(([kind, names]) =>
    names.filter((name) => !before[kind]?.includes(name)).map((name) => `${kind}: ${name}`),
  );
  for (const one of left) report.note(`left: ${one}`);
  const meant = [`buckets: ${Bucket}`, `tables: ${Table}`, `tables: ${CollectorSpool}`];
  report.check(
    'only bucket and tables are left, on purpose',
    left.sort().join() === meant.sort().join(),
    left,
  );
}
