import { ended, failuresOf, type Run, startRun } from '../support/executions.ts';
import type { Scene } from '../support/scene.ts';

/** Starts two runs of a monitor at once, as a schedule that fires twice: one works, which is returned, one leaves. */
export async function fireTwice(
  { account, outputs, report }: Scene,
  monitor: string,
  seconds: number,
): Promise<Run> {
  const { StateMachine } = outputs;
  const arns = await Promise.all([1, 2].map(() => startRun(account, StateMachine, monitor)));
  const runs = await Promise.all(arns.map((arn) => ended(account, arn, seconds)));
  const isBusy = ({ output }: Run) => /"status": ?"busy"/.test(output);
  const [left, worked] = [runs.filter(isBusy), runs.filter((run) => !isBusy(run))];
  report.check(
    'of two runs at once one says that another has the monitor, and ends well',
    left.length === 1 && left[0]?.status === 'SUCCEEDED',
    runs,
  );
  const [run = runs[0] as Run] = worked;
  const why = run.status === 'SUCCEEDED' ? '' : await failuresOf(account, run.arn);
  report.check('the other one succeeds', run.status === 'SUCCEEDED', why);
  return run;
}
