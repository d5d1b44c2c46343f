import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../lib/errors.ts';
import { monitorSchema } from '../../lib/monitor/schema.ts';
import { monitorNamed, only, synthesize } from './synthesize.ts';

const monitors = [monitorNamed('a', { schedule: 'rate(15 minutes)' }), monitorNamed('b')];
const template = synthesize({ monitors });

describe('schedules', () => {
  it('are one a monitor, with the whole monitor in the input', () => {
    template.resourceCountIs('AWS::Scheduler::Schedule', 2);
    const { Target } = only(template, 'AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(15 minutes)',
    });
    const { monitor } = JSON.parse(Target.Input);
    expect(monitorSchema.parse(monitor)).toEqual(monitors[0]);
  });

  it('put what could not be started into a queue', () => {
    template.allResourcesProperties('AWS::Scheduler::Schedule', {
      Target: Match.objectLike({
        DeadLetterConfig: { Arn: Match.anyValue() },
        RetryPolicy: Match.objectLike({ MaximumRetryAttempts: 10 }),
      }),
    });
  });

  it('refuse a monitor that is too large for their input', () => {
    const features = Object.fromEntries(
      Array.from({ length: 12_000 }, (_, i) => [`feature_${i}`, 'numeric']),
    );
    const columns = { timestamp: 'at', features };
    const large = [monitorNamed('large', { columns })];
    expect(() => synthesize({ monitors: large })).toThrow(ConfigError);
    expect(() => synthesize({ monitors: large })).toThrow(/monitor large has \d+ KB/);
  });

  it('refuse two monitors of one name', () => {
    expect(() => synthesize({ monitors: [monitorNamed('a'), monitorNamed('a')] })).toThrow(
      ConfigError,
    );
  });
});
