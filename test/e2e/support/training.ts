import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import type { Account } from './account.ts';
import type { ClientConfig } from './emulator-clients.ts';
import { executionsOf } from './executions.ts';

const DEFINITION = { StartAt: 'Train', States: { Train: { Type: 'Pass', End: true } } };
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'states.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
};

/** A state machine that stands for someone's training; its ARN. */
export async function newTraining(
  { sfn }: Account,
  config: ClientConfig,
  name: string,
): Promise<string> {
  const { Role } = await new IAMClient(config).send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
  );
  const { stateMachineArn = '' } = await sfn.send(
    new CreateStateMachineCommand({
      name,
      definition: JSON.stringify(DEFINITION),
      roleArn: Role?.Arn,
    }),
  );
  return stateMachineArn;
}

/** What trainings were started with, for a monitor, the latest first. */
export async function trainingsOf(
  account: Account,
  training: string,
  monitor: string,
): Promise<{ readonly id: string; readonly manifest: string }[]> {
  const executions = await executionsOf(account, training);
  return executions
    .map(({ input }) => JSON.parse(input || '{}'))
    .filter((request) => request.monitor === monitor);
}
