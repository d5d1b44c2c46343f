import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What the stack of the command line calls its construct. */
const USUAL = 'Monitoring';

/**
 * `<stack>-<name>`, with the construct's own id between where it is another one: names of alarms are an account's, and a stack may
 * hold two. `scope` is a child of `ModelMonitoring`.
 */
export function alarmName(scope: IConstruct, name: string): string {
  const owner = scope.node.scope?.node.id ?? USUAL;
  const { stackName } = Stack.of(scope);
  return owner === USUAL ? `${stackName}-${name}` : `${stackName}-${owner}-${name}`;
}
