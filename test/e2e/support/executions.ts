import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Account } from './account.ts';
import { waitFor } from './report.ts';

export interface Run {
  readonly arn: string;
  readonly status: string;
  readonly input: string;
  readonly output: string;
}

/** Every run of a monitor, the latest first. */
export async function runsOf(
  account: Account,
  stateMachine: string,
  monitor: string,
): Promise<Run[]> {
  const runs = await executionsOf(account, stateMachine);
  return runs.filter(({ input }) => input !== '' && JSON.parse(input).monitor?.monitor === monitor);
}

/** Every execution of a state machine, the latest first. */
export async function executionsOf(account: Account, stateMachine: string): Promise<Run[]> {
  const { executions = [] } = await account.sfn.send(
    new ListExecutionsCommand({ stateMachineArn: stateMachine }),
  );
  return Promise.all(executions.map(({ executionArn: arn = '' }) => describe(account, arn)));
}

async function describe({ sfn }: Account, arn: string): Promise<Run> {
  const {
    status = '',
    input = '',
    output = '',
  } = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
  return { arn, status, input, output };
}

/** What the monitor's schedule sends. */
export async function scheduledInput({ scheduler }: Account, monitor: string): Promise<string> {
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({}));
  for (const { Name, GroupName } of Schedules) {
    const { Target } = await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
    const input = Target?.Input ?? '{}';
    if (JSON.parse(input).monitor?.monitor === monitor) return input;
  }
  throw new Error(`no schedule of ${monitor} among ${Schedules.length}`);
}

/** Starts a run as the schedule would; the execution's ARN. */
export async function startRun(
  account: Account,
  stateMachine: string,
  monitor: string,
): Promise<string> {
  const input = await scheduledInput(account, monitor);
  const { executionArn = '' } = await account.sfn.send(
    new StartExecutionCommand({ stateMachineArn: stateMachine, input }),
  );
  return executionArn;
}

/** Starts a run as the schedule would and waits for its end. */
export async function runNow(
  account: Account,
  stateMachine: string,
  monitor: string,
): Promise<Run> {
  return ended(account, await startRun(account, stateMachine, monitor));
}

export function ended(account: Account, arn: string, seconds = 120): Promise<Run> {
  return waitFor(`the end of ${arn}`, seconds, async () => {
    const run = await describe(account, arn);
    return run.status !== 'RUNNING' && run;
  });
}

/** The state that a run entered last. */
export async function stateOf({ sfn }: Account, arn: string): Promise<string> {
  const { events = [] } = await sfn.send(
    new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 1000 }),
  );
  const entered = events.flatMap(({ stateEnteredEventDetails: entry }) => entry?.name ?? []);
  return entered.at(-1) ?? '';
}

/** What failed in an execution, for people. */
export async function failuresOf({ sfn }: Account, arn: string): Promise<string> {
  const { events = [] } = await sfn.send(
    new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 1000 }),
  );
  const failed = events.filter(({ type }) => /Failed|TimedOut|Aborted/.test(type ?? ''));
  return failed.map((event) => JSON.stringify(event)).join('\n');
}
