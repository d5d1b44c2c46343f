import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarmName } from './alarm-name.ts';
import { pipelineMetric } from './dashboard/own-metric.ts';

export interface CollectorAlarmsProps {
  /** Takes events in, behind a URL. */
  readonly intake: LambdaFunction;
  /** Is called every minute. */
  readonly writer: LambdaFunction;
  /** Those that it collects for. */
  readonly monitors: readonly string[];
  readonly topic: ITopic;
}

const PERIOD = Duration.minutes(5);
/** Anybody may try an address in the open: a few strangers are no news. */
const TURNED_AWAY = 10;

/** Loggers send nothing again, so that what is not taken is told at once. By monitor, null for all of them. */
export function collectorAlarms(
  scope: Construct,
  { intake, writer, monitors, topic }: CollectorAlarmsProps,
): Map<string | null, Alarm[]> {
  const lost = 'the payload loggers send nothing again: these predictions are not monitored.';
  const ofIntake = (
    id: string,
    what: string,
    metricName: 'Errors' | 'Throttles' | 'Url4xxCount',
    threshold: number,
  ) =>
    new Alarm(scope, id, {
      ...texts(scope, id, what, intake),
      metric: lambdaMetric(intake, metricName),
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  const all = [
    ofIntake(
      'CollectorRefuses',
      `The collector could not take in events of a payload logger; ${lost}`,
      'Errors',
      1,
    ),
    ofIntake(
      'CollectorThrottled',
      `The account's or the function's concurrency was used up, and events were not taken in; ${lost} Raise it, or collector.concurrency.`,
      'Throttles',
      1,
    ),
    ofIntake(
      'CollectorTurnsAway',
      `The collector turned ${TURNED_AWAY} requests and more away in five minutes: a secret that has changed, a wrong path, payloads that are too large. If they are a payload logger's: ${lost}`,
      'Url4xxCount',
      TURNED_AWAY,
    ),
  ];
  const byMonitor = monitors.map((monitor): [string, Alarm[]] => [
    monitor,
    [stopped(scope, monitor, writer)],
  ]);
  for (const alarm of [...all, ...byMonitor.flatMap(([, some]) => some)])
    alarm.addAlarmAction(new SnsAction(topic));
  for (const [, [alarm]] of byMonitor) alarm?.addOkAction(new SnsAction(topic));
  return new Map<string | null, Alarm[]>([[null, all], ...byMonitor]);
}

/** By the numbers that it publishes each time that it comes to its end: one that is not called has none, nor has one that fails. */
function stopped(scope: Construct, monitor: string, writer: LambdaFunction): Alarm {
  const id = `${monitor}-CollectorStopped`;
  return new Alarm(scope, id, {
    ...texts(
      scope,
      id,
      `What the collector took in for monitor ${monitor} has not been written for a quarter of an hour; it is kept, and written once this is mended. ` +
        'Its writer fails, is throttled, or is not called any more. After a first deployment this ends with the first minutes.',
      writer,
    ),
    metric: pipelineMetric(monitor, 'collected', { statistic: Stats.SAMPLE_COUNT, period: PERIOD }),
    threshold: 1,
    evaluationPeriods: 3,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
  });
}

function lambdaMetric({ functionName }: LambdaFunction, metricName: string): IMetric {
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
