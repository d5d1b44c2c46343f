import { Match, Template } from 'aws-cdk-lib/assertions';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { ModelMonitoring } from '../../lib/constructs/model-monitoring.ts';
import { evaluationWindow, threeRuns } from '../../lib/constructs/private/evaluation-window.ts';
import { monitoringStack, monitorNamed, newApp, only, plain, synthesize } from './synthesize.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const alarm = (template: Template, name: string) =>
  only(template, 'AWS::CloudWatch::Alarm', { AlarmName: `Test-${name}` });
const monitors = [monitorNamed('m', { schedule: 'rate(1 hour)', window: '1d' })];
const template = synthesize({ monitors });

describe('alarms', () => {
  it.each([
    ['RunFailed', 'ExecutionsFailed'],
    ['RunTimedOut', 'ExecutionsTimedOut'],
    ['StartsLost', 'ApproximateNumberOfMessagesVisible'],
    ['RetrainingRequestsLost', 'ApproximateNumberOfMessagesVisible'],
  ])('%s watches %s', (name, metric) => {
    expect(alarm(template, name)).toMatchObject({
      MetricName: metric,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('tell of a schedule that stopped for two periods', () => {
    expect(alarm(template, 'm-stopped')).toMatchObject({
      Namespace: 'Driftwatch',
      MetricName: 'runs',
      Dimensions: [{ Name: 'Monitor', Value: 'm' }],
      Statistic: 'Sum',
      Period: 2 * 3600,
      EvaluationPeriods: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('tell of data that stayed away for two windows', () => {
    expect(alarm(template, 'm-no-data')).toMatchObject({
      MetricName: 'predictions_read',
      Period: 86_400,
      EvaluationPeriods: 2,
      ComparisonOperator: 'LessThanThreshold',
    });
  });

  it('tell of work that three runs in a row left undone, and of its end', () => {
    const { OKActions, ...left } = alarm(template, 'm-WorkLeft');
    expect(left).toMatchObject({
      Namespace: 'Driftwatch',
      MetricName: 'work_left',
      Dimensions: [{ Name: 'Monitor', Value: 'm' }],
      Statistic: 'Minimum',
      Threshold: 1,
      Period: 3600,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'ignore',
    });
    expect(plain(left.AlarmDescription)).toMatch(/driftwatch run.*audit\/m\/.*driftwatch replay/);
    expect(OKActions).toHaveLength(1);
  });

  it('leave out what CloudWatch cannot look back far enough for', () => {
    const slow = [monitorNamed('slow', { schedule: 'rate(10 days)', window: '1w' })];
    const names = Object.values(
      synthesize({ monitors: slow }).findResources('AWS::CloudWatch::Alarm'),
    ).map(({ Properties }) => Properties.AlarmName);
    expect(names).toHaveLength(4);
  });

  it('say in a sentence what happened and then what to run, in what CloudWatch takes', () => {
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms).toHaveLength(7);
    for (const { Properties } of alarms) {
      const description = plain(Properties.AlarmDescription);
      const [first = '', ...then] = description.split(/(?<=[^.]\. )/);
      expect(first).not.toMatch(/driftwatch|aws /);
      expect(first).toMatch(/ (failed|longer|could not be delivered|No run|no new|undone)|^No run/);
      expect(then.join('')).toMatch(/: (driftwatch|aws) [a-z]/);
      // Names and ARNs that stand in it are of 260 characters at most.
      const names = description.match(/<[^>]+>/g) ?? [];
      expect(description.length + 150 * names.length).toBeLessThanOrEqual(1024);
      expect(description).toMatch(/s3:\/\/<|--queue-url </);
    }
  });

  it('are of one plain metric, and go to the topic', () => {
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      MetricName: Match.anyValue(),
      Metrics: Match.absent(),
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^MonitoringAlerts') }],
    });
  });

  it('may send to the topic, which takes nothing without TLS', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Action: 'sns:Publish' }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      },
    });
  });

  it('go to a topic that exists', () => {
    const arn = 'arn:aws:sns:eu-west-1:123456789012:mine';
    const given = synthesize((scope) => ({ alertTopic: Topic.fromTopicArn(scope, 'T', arn) }));
    given.resourceCountIs('AWS::SNS::Topic', 0);
    given.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [arn] });
  });
});

describe('evaluationWindow', () => {
  it.each([
    [60_000, 900, 1],
    [HOUR, 7200, 1],
    [12 * HOUR, 86_400, 1],
    [13 * HOUR, 86_400, 2],
    [DAY, 86_400, 2],
    [3 * DAY, 86_400, 6],
    [5 * DAY, 86_400, 7],
  ])('of %d ms is %d s, %d times', (between, seconds, times) => {
    expect(evaluationWindow(between)).toEqual({
      periodMilliseconds: seconds * 1000,
      evaluationPeriods: times,
    });
  });

  it('keeps to what CloudWatch takes, whatever the rate', () => {
    for (let between = 60_000; between < 7 * DAY; between += 7 * 60_000) {
      const window = evaluationWindow(between);
      const seconds = (window?.periodMilliseconds ?? 0) / 1000;
      const whole = seconds * (window?.evaluationPeriods ?? 0);
      expect(seconds % 60).toBe(0);
      expect(whole).toBeGreaterThan(between / 1000);
      expect(whole).toBeLessThanOrEqual(seconds < 3600 ? 86_400 : 7 * 86_400);
    }
  });

  it('is none where signs are as rare as CloudWatch looks back', () => {
    expect(evaluationWindow(7 * DAY)).toBeNull();
  });
});

describe('threeRuns', () => {
  it.each([
    [60_000, 300, 3],
    [HOUR, 3600, 3],
    [90 * 60_000, 5400, 3],
    [DAY, 86_400, 3],
    [2 * DAY, 86_400, 6],
  ])('%d ms apart are in periods of %d s, %d of them', (between, seconds, times) => {
    expect(threeRuns(between)).toEqual({
      periodMilliseconds: seconds * 1000,
      evaluationPeriods: times,
    });
  });

  it('is none where three runs are further back than CloudWatch looks', () => {
    expect(threeRuns(3 * DAY)).toBeNull();
  });
});

describe('two constructs in one stack', () => {
  it('have alarms of different names', () => {
    const stack = monitoringStack(newApp());
    new ModelMonitoring(stack, 'Other', {
      monitors: [monitorNamed('n')],
      duckdb: LayerVersion.fromLayerVersionArn(
        stack,
        'OtherLayer',
        'arn:aws:lambda:eu-west-1:123456789012:layer:duckdb:1',
      ),
    });
    const alarms = Object.values(
      Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'),
    ).map(({ Properties }) => Properties.AlarmName as string);
    expect(alarms).toContain('Test-RunFailed');
    expect(alarms).toContain('Test-Other-RunFailed');
    expect(new Set(alarms).size).toBe(alarms.length);
  });
});
