import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarmName } from './alarm-name.ts';

export interface CollectorAlarmsProps {
  /** Takes events in, behind a URL. */
  readonly intake: LambdaFunction;
  /** Is called every minute. */
  readonly writer: LambdaFunction;
  readonly topic: ITopic;
}

const PERIOD = Duration.minutes(5);

/** Watches that what loggers send is taken, for they send nothing again, and that what was taken is written. */
export function collectorAlarms(
  scope: Construct,
  { intake, writer, topic }: CollectorAlarmsProps,
): Alarm[] {
  const refused = new Alarm(scope, 'CollectorRefuses', {
    ...texts(
      scope,
      'CollectorRefuses',
      'The collector took in less than the payload loggers sent, and they send nothing again: these predictions are not monitored. ' +
        'It failed, was throttled, or refused one request in twenty and more (a secret that has changed, a wrong path, payloads that are too large).',
      intake,
    ),
    metric: refusals(intake),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  const stopped = new Alarm(scope, 'CollectorStopped', {
    ...texts(
      scope,
      'CollectorStopped',
      'What the collector took in has not been written for a quarter of an hour; it is kept, and written once this is mended. ' +
        'Its writer fails, is throttled, or is not called any more. After a first deployment this ends with the first minutes.',
      writer,
    ),
    metric: new MathExpression({
      label: 'calls of the writer that came to an end',
      expression: 'FILL(calls, 0) - FILL(errors, 0)',
      usingMetrics: { calls: sum(writer, 'Invocations'), errors: sum(writer, 'Errors') },
      period: PERIOD,
    }),
    threshold: 1,
    evaluationPeriods: 3,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    // One that is not called has no numbers at all.
    treatMissingData: TreatMissingData.BREACHING,
  });
  for (const alarm of [refused, stopped]) alarm.addAlarmAction(new SnsAction(topic));
  stopped.addOkAction(new SnsAction(topic));
  return [refused, stopped];
}

/** Anybody may try an address in the open: a few strangers are no news. */
function refusals(intake: LambdaFunction): IMetric {
  return new MathExpression({
    label: 'requests that were not taken',
    expression:
      'FILL(errors, 0) + FILL(throttles, 0) + IF(FILL(refused, 0) >= 10 AND FILL(refused, 0) > 0.05 * FILL(requests, 0), refused, 0)',
    usingMetrics: {
      errors: sum(intake, 'Errors'),
      throttles: sum(intake, 'Throttles'),
      refused: sum(intake, 'Url4xxCount'),
      requests: sum(intake, 'UrlRequestCount'),
    },
    period: PERIOD,
  });
}

function sum({ functionName }: LambdaFunction, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: functionName },
    statistic: Stats.SUM,
    period: PERIOD,
  });
}

function texts(scope: Construct, name: string, what: string, { logGroup }: LambdaFunction) {
  const { region } = Stack.of(scope);
  return {
    alarmName: alarmName(scope, name),
    alarmDescription: `${what} Why: aws logs tail ${logGroup.logGroupName} --since 1h --region ${region}`,
  };
}
