import { Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { retrainingTarget } from '../../lib/constructs/retraining-target.ts';
import { ConfigError } from '../../lib/errors.ts';
import { newApp, only, synthesize } from './synthesize.ts';

describe('retraining requests', () => {
  it('go by a bus of their own to the targets, and to a queue where these fail', () => {
    const template = synthesize((scope) => ({
      retrainingTargets: [new SqsQueue(new Queue(scope, 'Answer'))],
    }));
    template.resourceCountIs('AWS::Events::EventBus', 1);
    const rule = only(template, 'AWS::Events::Rule');
    expect(rule.EventPattern).toEqual({
      source: ['driftwatch'],
      'detail-type': ['Retraining Requested'],
    });
    expect(rule.Targets[0].DeadLetterConfig.Arn['Fn::GetAtt'][0]).toMatch(/RetrainingDeadLetters/);
  });

  it('reach the dead-letter queue from this rule alone', () => {
    synthesize().hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() } },
          }),
        ]),
      },
    });
  });
});

describe('retrainingTarget', () => {
  const stack = new Stack(newApp(), 'Test');

  it.each([
    'arn:aws:states:eu-west-1:123456789012:stateMachine:train',
    'arn:aws:sqs:eu-west-1:123456789012:train',
    'arn:aws:lambda:eu-west-1:123456789012:function:train',
    'arn:aws:sagemaker:eu-west-1:123456789012:pipeline/train',
    'arn:aws:codepipeline:eu-west-1:123456789012:train',
  ])('takes %s', (arn) => {
    expect(retrainingTarget(stack, arn).bind).toBeTypeOf('function');
  });

  it('takes two of a kind', () => {
    const arn = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:${name}`;
    const one = new Stack(newApp(), 'One');
    expect(() => ['a', 'b'].map((name, i) => retrainingTarget(one, arn(name), i))).not.toThrow();
  });

  it.each(['train', 'arn:aws:s3:::bucket', 'arn:aws:sagemaker:eu-west-1:123456789012:model/m'])(
    'refuses %s, saying what it takes',
    (arn) => {
      expect(() => retrainingTarget(stack, arn)).toThrow(ConfigError);
    },
  );
});
