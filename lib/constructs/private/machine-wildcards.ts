import { ArnFormat, Fn, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledgeWildcards } from './acknowledge.ts';

/** Notes why the role of a state machine with distributed maps has wildcards. */
export function explainMachineWildcards(machine: StateMachine, steps: readonly IFunction[]): void {
  const versions = steps.map(({ functionArn }) => `${functionArn}:*`);
  acknowledgeWildcards(machine, versions, 'Any version of a step may be run; there is one.');
  const executions = ['', '/*'].map((child) =>
    Stack.of(machine).formatArn({
      service: 'states',
      resource: 'execution',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: `${Fn.select(6, Fn.split(':', machine.stateMachineArn))}${child}:*`,
    }),
  );
  acknowledgeWildcards(machine, executions, 'Its own executions: a distributed map starts some.');
  acknowledgeWildcards(machine, ['*'], 'Log delivery and X-Ray know no narrower resource.');
}
