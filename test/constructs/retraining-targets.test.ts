import { Match, Template } from 'aws-cdk-lib/assertions';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, FargateTaskDefinition, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { retrainingCodePipeline } from '../../lib/constructs/retraining-targets/code-pipeline.ts';
import { retrainingEcsTask } from '../../lib/constructs/retraining-targets/ecs-task.ts';
import { retrainingFunction } from '../../lib/constructs/retraining-targets/function.ts';
import { retrainingQueue } from '../../lib/constructs/retraining-targets/queue.ts';
import { retrainingSageMakerPipeline } from '../../lib/constructs/retraining-targets/sagemaker-pipeline.ts';
import { retrainingStateMachine } from '../../lib/constructs/retraining-targets/state-machine.ts';
import { monitoringStack, newApp, only } from './synthesize.ts';

const PIPELINE = 'arn:aws:sagemaker:eu-west-1:123456789012:pipeline/train';
const CODE_PIPELINE = 'arn:aws:codepipeline:eu-west-1:123456789012:train';

/** The template with these targets of the rule, and the targets as they are in it. */
function withTargets(make: (scope: Construct) => readonly IRuleTarget[]) {
  const template = Template.fromStack(
    monitoringStack(newApp(), (scope) => ({ retrainingTargets: make(scope) })),
  );
  return { template, targets: only(template, 'AWS::Events::Rule').Targets };
}

/** What the role of a target may do, beside who may take it on. */
function roleOf(template: Template, { RoleArn }: { RoleArn: { 'Fn::GetAtt': [string] } }) {
  const [role] = RoleArn['Fn::GetAtt'];
  const { Properties } = template.findResources('AWS::IAM::Role')[role] ?? {};
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter(
    ({ Properties: { Roles } }) => JSON.stringify(Roles) === JSON.stringify([{ Ref: role }]),
  );
  return {
    trusts: Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service,
    may: policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement),
  };
}

const deadLetters = {
  DeadLetterConfig: {
    Arn: { 'Fn::GetAtt': [expect.stringMatching(/RetrainingDeadLetters/), 'Arn'] },
  },
};

describe('retraining targets', () => {
  it('start a state machine with the request as its input', () => {
    const { template, targets } = withTargets((scope) => [
      retrainingStateMachine(
        new StateMachine(scope, 'Train', {
          definitionBody: DefinitionBody.fromChainable(new Pass(scope, 'Trained')),
        }),
      ),
    ]);
    expect(targets).toMatchObject([{ InputPath: '$.detail', ...deadLetters }]);
    const { trusts, may } = roleOf(template, targets[0]);
    expect(trusts).toBe('events.amazonaws.com');
    expect(may).toMatchObject([
      { Action: 'states:StartExecution', Resource: { Ref: expect.stringMatching(/^Train/) } },
    ]);
  });

  it('start a SageMaker pipeline with parameters that come from the request, whatever place it has', () => {
    const { template, targets } = withTargets((scope) => [
      retrainingQueue(new Queue(scope, 'First')),
      retrainingSageMakerPipeline(PIPELINE),
      retrainingSageMakerPipeline(`${PIPELINE}-2`, { parameters: { Key: '$.detail.id' } }),
    ]);
    expect(targets[0]).not.toHaveProperty('SageMakerPipelineParameters');
    expect(targets[1]).toMatchObject({
      Arn: PIPELINE,
      SageMakerPipelineParameters: {
        PipelineParameterList: [
          { Name: 'RetrainingRequest', Value: '$.detail.id' },
          { Name: 'Monitor', Value: '$.detail.monitor' },
          { Name: 'Manifest', Value: '$.detail.manifest' },
          { Name: 'Baseline', Value: '$.detail.baseline' },
        ],
      },
      ...deadLetters,
    });
    expect(targets[2].SageMakerPipelineParameters.PipelineParameterList).toEqual([
      { Name: 'Key', Value: '$.detail.id' },
    ]);
    expect(roleOf(template, targets[1])).toMatchObject({
      trusts: 'events.amazonaws.com',
      may: [{ Action: 'sagemaker:StartPipelineExecution', Resource: PIPELINE }],
    });
  });

  it('start a CodePipeline pipeline with variables that come from the request', () => {
    const { template, targets } = withTargets(() => [retrainingCodePipeline(CODE_PIPELINE)]);
    expect(targets).toMatchObject([{ Arn: CODE_PIPELINE, ...deadLetters }]);
    const { InputPathsMap, InputTemplate } = targets[0].InputTransformer;
    expect(InputTemplate).toContain(
      '{"variables":[{"name":"RetrainingRequest","value":<detail-id>}',
    );
    expect(InputPathsMap).toMatchObject({
      'detail-id': '$.detail.id',
      'detail-manifest': '$.detail.manifest',
    });
    expect(roleOf(template, targets[0]).may).toMatchObject([
      { Action: 'codepipeline:StartPipelineExecution', Resource: CODE_PIPELINE },
    ]);
  });

  it('invoke a function, which lets this rule alone do so', () => {
    const { template, targets } = withTargets((scope) => [
      retrainingFunction(
        new Lambda(scope, 'Train', {
          runtime: Runtime.NODEJS_24_X,
          handler: 'index.handler',
          code: Code.fromInline('exports.handler = async () => {};'),
        }),
      ),
    ]);
    expect(targets).toMatchObject([
      { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^Train/), 'Arn'] }, ...deadLetters },
    ]);
    // The whole event: handlers read detail.id.
    expect(targets[0]).not.toHaveProperty('InputPath');
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('RetrainingRequested'), 'Arn'] },
    });
  });

  it('run a Fargate task with the request in its environment', () => {
    const { template, targets } = withTargets((scope) => {
      const cluster = new Cluster(scope, 'Cluster', {
        vpc: new Vpc(scope, 'Vpc', { maxAzs: 1 }) as IVpc,
      }) as ICluster;
      const taskDefinition = new FargateTaskDefinition(scope, 'Task');
      taskDefinition.addContainer('Trainer', { image: ContainerImage.fromRegistry('trainer') });
      return [retrainingEcsTask({ cluster, taskDefinition })];
    });
    expect(targets).toMatchObject([
      {
        EcsParameters: {
          LaunchType: 'FARGATE',
          NetworkConfiguration: { AwsVpcConfiguration: { AssignPublicIp: 'DISABLED' } },
        },
        ...deadLetters,
      },
    ]);
    expect(targets[0].InputTransformer.InputTemplate).toContain(
      '"environment":[{"name":"RETRAINING_REQUEST","value":<detail-id>},{"name":"MONITOR","value":<detail-monitor>}',
    );
    const { trusts, may } = roleOf(template, targets[0]);
    expect(trusts).toBe('events.amazonaws.com');
    const [run] = may.filter(({ Action }) => Action === 'ecs:RunTask');
    expect(run.Resource).toEqual({ Ref: expect.stringMatching(/^Task/) });
    expect(may.map(({ Action }) => Action)).toContain('iam:PassRole');
  });

  it('send to a queue, and in order of the monitor to a FIFO queue', () => {
    const { template, targets } = withTargets((scope) => [
      retrainingQueue(new Queue(scope, 'Plain')),
      retrainingQueue(new Queue(scope, 'Fifo', { fifo: true, contentBasedDeduplication: true })),
    ]);
    expect(targets).toMatchObject([
      deadLetters,
      { SqsParameters: { MessageGroupId: '$.detail.monitor' }, ...deadLetters },
    ]);
    expect(targets[0]).not.toHaveProperty('SqsParameters');
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: Match.stringLikeRegexp('^Plain') }],
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': Match.anyValue() } },
          }),
        ],
      },
    });
  });
});
