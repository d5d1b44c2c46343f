import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Monitor } from '../../monitor/schema.ts';

/** Lets a step publish to exactly the topics that monitors route their messages to. */
export function grantTopics(grantee: IGrantable, monitors: readonly Monitor[]): void {
  const resources = monitors.flatMap(({ alerts }) =>
    Object.values(alerts.topics ?? {}).flatMap((topics) => topics ?? []),
  );
  if (resources.length === 0) return;
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sns:Publish'],
      resources: [...new Set(resources)],
    }),
  );
}
