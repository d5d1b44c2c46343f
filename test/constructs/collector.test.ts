import { Validations } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  monitoringStack,
  monitorNamed,
  newApp,
  only,
  statementsOf,
  synthesize,
} from './synthesize.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:collector-AbCdEf';
const income = monitorNamed('income', {
  predictions: { format: 'open-inference' },
  labels: { from: 's3', id: 'request_id' },
});
const monitors = [income, monitorNamed('plain')];
const byIam = synthesize({ monitors, collector: { auth: 'iam' } });
const bySecret = synthesize((scope: Construct) => ({
  monitors,
  collector: { auth: Secret.fromSecretCompleteArn(scope, 'Secret', SECRET) },
}));

describe('the collector', () => {
  it('is there only where it is asked for', () => {
    const none = synthesize({ monitors });
    none.resourceCountIs('AWS::Lambda::Url', 0);
    none.resourceCountIs('AWS::DynamoDB::Table', 1);
  });

  it('has a monitor to collect for', () => {
    expect(() =>
      synthesize({ monitors: [monitorNamed('plain')], collector: { auth: 'iam' } }),
    ).toThrow('format: open-inference');
  });

  it('takes events from whoever may invoke its URL, or from whoever knows the secret', () => {
    expect(only(byIam, 'AWS::Lambda::Url').AuthType).toBe('AWS_IAM');
    expect(JSON.stringify(byIam.findResources('AWS::Lambda::Permission'))).not.toContain('"*"');
    expect(only(bySecret, 'AWS::Lambda::Url').AuthType).toBe('NONE');
    bySecret.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ SECRET, MONITORS: 'income' }) },
    });
    expect(statementsOf(bySecret, 'CollectorIntake')).toContainEqual(
      expect.objectContaining({
        Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        Resource: SECRET,
      }),
    );
  });

  it('lets its intake put items into its spool, and do nothing else', () => {
    const actions = statementsOf(byIam, 'CollectorIntake').flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^(logs|xray):/.test(action))).toEqual(['dynamodb:PutItem']);
  });

  it('lets its writer write what it collects of its monitors, and nothing else', () => {
    const statements = statementsOf(byIam, 'CollectorWriter');
    const objects = statements.filter(({ Action }) =>
      JSON.stringify(Action).includes('s3:PutObject'),
    );
    const resources = JSON.stringify(objects.map(({ Resource }) => Resource));
    for (const prefix of [
      'predictions/income/collected/*',
      'labels/income/collected/*',
      'rejected/income/*',
    ])
      expect(resources).toContain(`/${prefix}`);
    expect(resources).not.toContain('plain');
    const removed = statements.filter(({ Action }) =>
      JSON.stringify(Action).includes('s3:DeleteObject'),
    );
    expect(JSON.stringify(removed)).toContain('/halves/income/*');
    expect(removed).toHaveLength(1);
  });

  it('writes every minute, with what it has to know of the monitors', () => {
    const rule = only(byIam, 'AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' });
    expect(rule.Targets.map(({ Input }: { Input: string }) => JSON.parse(Input))).toEqual([
      { collected: [{ monitor: 'income', labels: { id: 'request_id', label: 'truth' } }] },
    ]);
  });

  it('has alarms that say how to find out why', () => {
    for (const id of ['CollectorRefuses', 'income-CollectorStopped'])
      byIam.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmName: `Test-${id}`,
        AlarmDescription: Match.anyValue(),
        AlarmActions: Match.anyValue(),
      });
  });

  it('tells of events that were throttled or turned away, and of a writer that is not called any more', () => {
    const alarm = (id: string) =>
      only(byIam, 'AWS::CloudWatch::Alarm', { AlarmName: `Test-${id}` }) as Record<string, unknown>;
    expect(alarm('CollectorRefuses')).toMatchObject({ MetricName: 'Errors', Threshold: 1 });
    expect(alarm('CollectorThrottled')).toMatchObject({ MetricName: 'Throttles', Threshold: 1 });
    expect(alarm('CollectorTurnsAway')).toMatchObject({ MetricName: 'Url4xxCount', Threshold: 10 });
    expect(alarm('income-CollectorStopped')).toMatchObject({
      ...{ MetricName: 'collected', Statistic: 'SampleCount', TreatMissingData: 'breaching' },
      Dimensions: [{ Name: 'Monitor', Value: 'income' }],
    });
  });

  it("takes no more of the account's concurrency than it is given", () => {
    const held = synthesize({ monitors, collector: { auth: 'iam', concurrency: 50 } });
    held.hasResourceProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: 50,
      Environment: { Variables: Match.objectLike({ MONITORS: 'income' }) },
    });
    expect(JSON.stringify(byIam.toJSON())).not.toContain('ReservedConcurrent');
  });

  it('passes the checks of cdk-nag', async () => {
    const app = newApp();
    monitoringStack(app, { monitors, collector: { auth: 'iam' } });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });
});
