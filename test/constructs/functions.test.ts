import { Match } from 'aws-cdk-lib/assertions';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { monitorNamed, statementsOf, synthesize } from './synthesize.ts';

const STEPS = ['Plan', 'Profile', 'TouchedWindows', 'JoinLabels', 'Evaluate', 'Abandon'];
const template = synthesize();
const prefixes = (step: string, action: string) =>
  statementsOf(template, step)
    .filter(({ Action }) => [Action].flat().includes(action))
    .flatMap(({ Resource }) => [Resource].flat())
    .map((resource) => JSON.stringify(resource).match(/\/([a-z]+\/)\*/)?.[1])
    .sort();

describe('functions', () => {
  it('are six of Node on arm64, none in a VPC, each with its own log group', () => {
    template.resourceCountIs('AWS::Lambda::Function', 6);
    template.resourceCountIs('AWS::Logs::LogGroup', 7);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Architectures: ['arm64'],
      Runtime: Match.stringLikeRegexp('^nodejs2'),
      VpcConfig: Match.absent(),
      LoggingConfig: { LogGroup: Match.anyValue() },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  it('load DuckDB only where rows are read, with room for files', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    const withLayer = functions.filter(({ Properties }) => Properties.Layers);
    expect(withLayer).toHaveLength(3);
    for (const { Properties } of withLayer) {
      expect(Properties).toMatchObject({ MemorySize: 3008, EphemeralStorage: { Size: 10240 } });
    }
  });

  it('take size, processor, retention and tracing from the props', () => {
    const other = synthesize({
      architecture: Architecture.X86_64,
      memorySizes: { profile: 10240 },
      logRetention: RetentionDays.ONE_WEEK,
      tracing: false,
    });
    other.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 10240,
      Architectures: ['x86_64'],
    });
    other.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
    other.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: Match.absent() });
  });
});

describe('rights', () => {
  it.each([
    ['Plan', ['baselines/', 'monitors/'], ['baselines/', 'monitors/']],
    [
      'Profile',
      ['baselines/', 'labels/', 'predictions/', 'profiles/'],
      ['profiles/', 'rejected/', 'staged/'],
    ],
    ['TouchedWindows', [], []],
    ['JoinLabels', ['baselines/', 'profiles/', 'staged/'], ['profiles/']],
    ['Evaluate', ['baselines/', 'profiles/', 'results/'], ['audit/', 'results/']],
    ['Abandon', [], ['audit/']],
  ])('%s reads and writes its own prefixes alone', (step, read, written) => {
    expect(prefixes(step, 's3:GetObject')).toEqual(read);
    expect(prefixes(step, 's3:PutObject')).toEqual(written);
  });

  it('never reach every resource but for metrics of one namespace and traces', () => {
    for (const step of STEPS) {
      const wide = statementsOf(template, step).filter(({ Resource }) => Resource === '*');
      for (const { Action, Condition } of wide) {
        const actions = [Action].flat();
        const metrics = actions.join() === 'cloudwatch:PutMetricData';
        if (metrics) {
          expect(Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'Driftwatch' } });
        } else expect(actions.every((action) => action.startsWith('xray:'))).toBe(true);
      }
    }
  });

  it('to publish, to ask for retraining and to alert are those of Evaluate alone', () => {
    const actions = (step: string) => statementsOf(template, step).flatMap(({ Action }) => Action);
    const outward = ['cloudwatch:PutMetricData', 'sns:Publish', 'events:PutEvents'];
    expect(actions('Evaluate')).toEqual(expect.arrayContaining(outward));
    for (const step of STEPS.filter((one) => one !== 'Evaluate')) {
      for (const action of outward) expect(actions(step)).not.toContain(action);
    }
  });

  it('delete nothing in the bucket and have no wildcard in an action', () => {
    for (const step of STEPS) {
      const actions = statementsOf(template, step).flatMap(({ Action }) => Action);
      expect(actions.filter((action) => /Delete(Object|Table)|\*/.test(action))).toEqual([]);
    }
  });

  it('to query are given for exactly the tables that monitors name', () => {
    const from = (table: string) => ({ from: 'dynamodb', table, partition: 'model', time: 'at' });
    const monitors = [
      monitorNamed('a', { predictions: from('first') }),
      monitorNamed('b', { predictions: from('first'), labels: from('second') }),
    ];
    const query = statementsOf(synthesize({ monitors }), 'Profile').filter(
      ({ Action }) => Action === 'dynamodb:Query',
    );
    expect(query).toHaveLength(1);
    const text = JSON.stringify(query[0]?.Resource);
    expect(text.match(/:table\/\w+/g)).toEqual([':table/first', ':table/second']);
    expect(statementsOf(template, 'Profile').map(({ Action }) => Action)).not.toContain(
      'dynamodb:Query',
    );
  });
});
