import { gzipSync } from 'node:zlib';
import { ended, failuresOf, type Run, runsOf } from '../support/executions.ts';
import { type Loan, loansOf } from '../support/loans.ts';
import { waitFor } from '../support/report.ts';
import { CREDIT_RISK, daysAgo, type Scene, windowOf } from '../support/scene.ts';
import { csv, jsonLines } from '../support/text.ts';

const FEATURES = ['p_default', 'defaulted', 'latency_ms', 'income', 'region', 'country'] as const;
const UNLABELLED = [
  'prediction_id',
  'predicted_at',
  'p_default',
  'latency_ms',
  'model_version',
  'country',
  'income',
  'region',
] as const;

/** Drops a baseline, and a day whose incomes come in another currency; labels of one half arrive apart. */
export async function dropDriftedDay(scene: Scene): Promise<Loan[]> {
  const { account, outputs } = scene;
  const day = daysAgo(scene, 2);
  const reference = loansOf(daysAgo(scene, 9), 4000, 1);
  const loans = loansOf(day, 3000, 2, { incomeFactor: 1.6 });
  const [labelled, later] = [loans.slice(0, 1500), loans.slice(1500)];
  const drop = (key: string, body: string | Uint8Array) => account.drop(outputs.Bucket, key, body);
  await drop(`baselines/${CREDIT_RISK}/v1/reference.csv`, csv(reference, FEATURES));
  const broken = '{"prediction_id": "cut off\n';
  const lines = gzipSync(`${jsonLines(labelled)}${broken}`);
  await drop(`predictions/${CREDIT_RISK}/morning.jsonl.gz`, lines);
  await drop(`predictions/${CREDIT_RISK}/after noon+1.csv`, csv(later, UNLABELLED));
  const truth = `${csv(later, ['prediction_id', 'defaulted'])},1\n`;
  await drop(`labels/${CREDIT_RISK}/later.csv`, truth);
  return loans;
}

/** Waits until the stack's own schedule has started a run that judged the day. */
export async function awaitSchedule({ account, outputs, report, ...scene }: Scene): Promise<Run> {
  const result = `results/${CREDIT_RISK}/${windowOf(daysAgo(scene, 2))}.json`;
  await waitFor('the first result of a scheduled run', 240, async () => {
    for (const run of await runsOf(account, outputs.StateMachine, CREDIT_RISK)) {
      if (run.status !== 'FAILED') continue;
      throw new Error(`a run failed:\n${run.output}\n${await failuresOf(account, run.arn)}`);
    }
    return (await account.keys(outputs.Bucket, result)).length === 1;
  });
  const runs = await runsOf(account, outputs.StateMachine, CREDIT_RISK);
  const first = await ended(account, runs.at(-1)?.arn ?? '');
  for (const { status, output } of runs) report.note(`run ${status} ${output}`);
  report.check('the schedule started a run, which succeeded', first.status === 'SUCCEEDED', first);
  return first;
}
