import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** A topic for alerts and alarms that takes nothing without TLS. */
export function newAlertTopic(scope: Construct): Topic {
  const topic = new Topic(scope, 'Alerts', { displayName: 'Driftwatch', enforceSSL: true });
  // A policy of one's own takes the place of the default one, which let CloudWatch in.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return topic;
}
