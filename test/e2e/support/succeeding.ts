import { failuresOf, type Run, runNow } from './executions.ts';
import type { Scene } from './scene.ts';

/** Runs a monitor, and says why where the run fails. */
export async function succeeding(
  { account, outputs, report }: Scene,
  monitor: string,
  what: string,
): Promise<Run> {
  const run = await runNow(account, outputs.StateMachine, monitor);
  const why = run.status === 'SUCCEEDED' ? '' : await failuresOf(account, run.arn);
  report.check(`${what} succeeds`, run.status === 'SUCCEEDED', why);
  return run;
}
