import { Stack } from 'aws-cdk-lib';
import { type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Monitor } from '../../../monitor/schema.ts';
import { markdownText } from './markdown.ts';

/** What a person who comes to the dashboard does next: where the reports lie, which commands there are. */
export function guideWidget(
  scope: Construct,
  monitor: Monitor,
  {
    bucket,
    stateMachine,
    reportsUrl,
  }: {
    readonly bucket: IBucket;
    readonly stateMachine: IStateMachine;
    readonly reportsUrl?: string;
  },
): IWidget {
  const { region } = Stack.of(scope);
  const name = monitor.monitor;
  const console = `https://${region}.console.aws.amazon.com`;
  const objects = (prefix: string) =>
    `https://s3.console.aws.amazon.com/s3/buckets/${bucket.bucketName}?region=${region}&prefix=${prefix}`;
  const report = reportsUrl
    ? `[Reports](${reportsUrl}/reports/${name}/index.html)`
    : `[Reports](${objects(`reports/${name}/`)})`;
  const executions = `${console}/states/home?region=${region}#/statemachines/view/${stateMachine.stateMachineArn}`;
  return new TextWidget({
    markdown: [
      `# ${markdownText(name)}`,
      `${report} | [Results](${objects(`results/${name}/`)}) | [Audit records](${objects(`audit/${name}/`)}) | [Runs](${executions})`,
      '',
      'An alert of the model: the message names its causes, worst first. What it rests on, and whether it can be recomputed:',
      '```',
      `driftwatch explain s3://${bucket.bucketName} --monitor ${name}`,
      '```',
      'An alarm of the pipeline says in its description what to do. Every run tries again what one left; at once:',
      '```',
      `driftwatch run s3://${bucket.bucketName} ${name}`,
      '```',
      `A window is ${monitor.window} long and stands at its start; it is judged when it is over, and again when its labels come. ${publishedNote(monitor)}`,
    ].join('\n'),
    width: 12,
    height: 8,
  });
}

function publishedNote({ cloudwatch: { publish } }: Monitor): string {
  if (publish === 'none')
    return 'Nothing of the windows is published: `cloudwatch.publish` is none.';
  if (publish === 'headline')
    return 'One number a metric is published, of all rows; the reports have columns and segments, and `cloudwatch.publish` has more published.';
  return 'Graphs show what was published in the last two weeks.';
}
