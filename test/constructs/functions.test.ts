import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { STEPS } from '../../lib/constructs/private/steps.ts';
import { monitorNamed, statementsOf, synthesize } from './synthesize.ts';

const NAMES = ['Plan', 'Profile', 'DueWindows', 'Window', 'Conclude', 'Report', 'Abandon'];
const template = synthesize();
/** What docs/operations.md calls actions on the table. */
const TOLD = {
  GetItem: 'get',
  Query: 'query',
  PutItem: 'put',
  DeleteItem: 'delete',
  ConditionCheckItem: 'check',
};
const prefixes = (step: string, action: string) =>
  statementsOf(template, step)
    .filter(({ Action }) => [Action].flat().includes(action))
    .flatMap(({ Resource }) => [Resource].flat())
    .map((resource) => JSON.stringify(resource).match(/\/([a-z]+\/)\*/)?.[1])
    .sort();

describe('functions', () => {
  it('are seven of Node on arm64, none in a VPC, each with its own log group', () => {
    template.resourceCountIs('AWS::Lambda::Function', 7);
    template.resourceCountIs('AWS::Logs::LogGroup', 8);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Architectures: ['arm64'],
      Runtime: Match.stringLikeRegexp('^nodejs2'),
      VpcConfig: Match.absent(),
      LoggingConfig: { LogGroup: Match.anyValue() },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  it('load DuckDB only where rows are read or tables written, with room for files', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    const withLayer = functions.filter(({ Properties }) => Properties.Layers);
    const sizes = withLayer.map(({ Properties }) => Properties.MemorySize);
    expect(sizes.sort()).toEqual([1024, 3008, 3008, 3008]);
    for (const { Properties } of withLayer) {
      expect(Properties).toMatchObject({ EphemeralStorage: { Size: 10240 } });
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
    {
      step: 'Plan',
      read: ['audit/', 'baselines/', 'monitors/'],
      written: ['baselines/', 'monitors/'],
      removed: [],
      table: ['ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'],
    },
    {
      step: 'Profile',
      read: ['baselines/', 'ids/', 'labels/', 'predictions/', 'profiles/', 'staged/'],
      written: ['ids/', 'profiles/', 'rejected/', 'staged/'],
      removed: ['ids/', 'profiles/', 'rejected/', 'staged/'],
      table: ['GetItem', 'PutItem', 'Query'],
    },
    { step: 'DueWindows', read: [], written: [], removed: [], table: ['Query'] },
    {
      step: 'Window',
      read: ['baselines/', 'outcomes/', 'profiles/', 'results/', 'staged/'],
      written: ['outcomes/', 'profiles/', 'results/', 'tables/', 'violations/'],
      removed: ['tables/'],
      table: ['DeleteItem', 'GetItem', 'PutItem', 'Query'],
    },
    {
      step: 'Conclude',
      read: ['audit/', 'reports/', 'results/'],
      written: ['audit/', 'reports/', 'requests/', 'tables/'],
      removed: ['tables/'],
      table: ['DeleteItem', 'GetItem', 'PutItem', 'Query'],
    },
    {
      step: 'Report',
      read: ['results/'],
      written: ['reports/'],
      removed: [],
      table: ['DeleteItem', 'GetItem', 'Query'],
    },
    {
      step: 'Abandon',
      read: ['audit/'],
      written: ['audit/'],
      removed: [],
      table: ['DeleteItem', 'GetItem', 'PutItem'],
    },
  ])('$step touches its own prefixes and items alone', ({ step, ...rights }) => {
    expect(prefixes(step, 's3:GetObject')).toEqual(rights.read);
    expect(prefixes(step, 's3:PutObject')).toEqual(rights.written);
    expect(prefixes(step, 's3:DeleteObject')).toEqual(rights.removed);
    const actions = statementsOf(template, step).flatMap(({ Action }) => Action);
    const ofTable = actions.flatMap((action) => action.match(/^dynamodb:(.*)/)?.[1] ?? []);
    expect(ofTable.sort()).toEqual(rights.table);
  });

  it.each([
    ['Plan', ['audit/', 'baselines/', 'labels/', 'monitors/', 'predictions/']],
    [
      'Conclude',
      ['audit/', 'baselines/', 'monitors/', 'outcomes/', 'reports/', 'results/', 'staged/'],
    ],
  ])('%s lists its own prefixes alone', (step, listed) => {
    const lists = statementsOf(template, step).filter(({ Action }) => Action === 's3:ListBucket');
    const prefixes = listed.map((prefix) => `${prefix}*`);
    const Condition = { StringLikeIfExists: { 's3:prefix': expect.arrayContaining(prefixes) } };
    expect(lists).toMatchObject([{ Condition }]);
    expect(JSON.stringify(lists).match(/\w+\/\*/g)).toHaveLength(listed.length);
  });

  it('are those that docs/operations.md tells', () => {
    const rows = readFileSync('docs/operations.md', 'utf8')
      .split('## Rights')[1]
      ?.matchAll(/^\| (\w+(?: \w+)?) \|(.*)$/gm);
    const told = new Map([...(rows ?? [])].map(([, step = '', row = '']) => [step, row]));
    for (const { file, access } of Object.values(STEPS)) {
      const row = told.get(file.replace('-', ' ')) ?? '';
      const { list = [], read = [], write = [], remove = [] } = access;
      const prefixes = [...new Set([...list, ...read, ...write, ...remove])].sort();
      expect([...new Set(row.match(/(?<=`)[a-z]+\/(?=`)/g))].sort()).toEqual(prefixes);
      const actions = row.split('|')[2]?.trim().split(', ').filter(Boolean);
      expect(actions).toEqual(access.table.map((action) => TOLD[action]));
    }
  });

  it('never reach every resource but for metrics of one namespace and traces', () => {
    for (const step of NAMES) {
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

  it('publish to namespaces of Model Monitor where a monitor asks for it, of Window alone', () => {
    const sagemaker = { endpoint: 'loans', schedule: { data_quality: 'hourly' }, metrics: true };
    const asked = synthesize({ monitors: [monitorNamed('m'), monitorNamed('n', { sagemaker })] });
    const namespacesOf = (step: string) =>
      statementsOf(asked, step)
        .filter(({ Action }) => Action === 'cloudwatch:PutMetricData')
        .map(({ Condition }) => Condition);
    const namespaces = ['Driftwatch', 'aws/sagemaker/Endpoints/data-metrics'];
    expect(namespacesOf('Window')).toEqual([
      { StringEquals: { 'cloudwatch:namespace': namespaces } },
    ]);
    expect(namespacesOf('Conclude')).toEqual([
      { StringEquals: { 'cloudwatch:namespace': 'Driftwatch' } },
    ]);
  });

  it('to publish are those of Window and Conclude, to alert and to ask for retraining of Conclude', () => {
    const having = (action: string) =>
      NAMES.filter((step) =>
        statementsOf(template, step)
          .flatMap(({ Action }) => Action)
          .includes(action),
      );
    expect(having('cloudwatch:PutMetricData')).toEqual(['Window', 'Conclude']);
    expect(having('sns:Publish')).toEqual(['Conclude']);
    expect(having('events:PutEvents')).toEqual(['Conclude']);
  });

  it('to alert reach the topic of the stack and exactly those that monitors route to', () => {
    const arn = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;
    const alerts = (topics: object) => ({ alerts: { topics } });
    const routed = synthesize({
      monitors: [
        monitorNamed('m', alerts({ alert: [arn('on-call'), arn('team')], warning: arn('team') })),
        monitorNamed('n', alerts({ resolved: arn('log') })),
      ],
    });
    const publishing = (step: string) =>
      statementsOf(routed, step).filter(({ Action }) => Action === 'sns:Publish');
    expect(publishing('Conclude').map(({ Resource }) => Resource)).toEqual([
      { Ref: expect.stringMatching(/^MonitoringAlerts/) },
      [arn('on-call'), arn('team'), arn('log')],
    ]);
    for (const step of NAMES.filter((name) => name !== 'Conclude'))
      expect(publishing(step)).toEqual([]);
  });

  it('delete no version of an object, no table, and have no wildcard in an action', () => {
    for (const step of NAMES) {
      const actions = statementsOf(template, step).flatMap(({ Action }) => Action);
      expect(actions.filter((action) => /DeleteObject.|DeleteTable|\*/.test(action))).toEqual([]);
    }
  });

  it('has messages link to where reports are served, where that is said', () => {
    const environment = (props: Parameters<typeof synthesize>[0]) =>
      Object.values(synthesize(props).findResources('AWS::Lambda::Function')).map(
        ({ Properties }) => Properties.Environment?.Variables?.REPORTS_URL,
      );
    const reportsUrl = 'https://reports.example';
    expect(environment({ reportsUrl }).filter((one) => one === reportsUrl)).toHaveLength(1);
    expect(environment({}).filter((one) => one !== undefined)).toEqual([]);
  });
});
