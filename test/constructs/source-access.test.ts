import { describe, expect, it } from 'vitest';
import { monitorNamed, statementsOf, synthesize } from './synthesize.ts';

const ROLE = 'arn:aws:iam::999999999999:role/driftwatch-reads';
const STEPS = ['Plan', 'Profile', 'DueWindows', 'Window', 'Conclude', 'Report', 'Abandon'];
const INHERENT = statementsByStep([]);

/** What monitors with these sources give each step beyond what every stack gives it, as text. */
function given(...sources: { predictions?: object; labels?: object }[]) {
  const monitors = sources.map((source, i) => monitorNamed(`m${i}`, { ...source }));
  const all = statementsByStep(monitors);
  return Object.fromEntries(
    STEPS.flatMap((step) => {
      const more = (all[step] ?? []).filter((one) => !INHERENT[step]?.includes(one));
      return more.length > 0 ? [[step, more.map((one) => JSON.parse(one))]] : [];
    }),
  );
}

function statementsByStep(monitors: ReturnType<typeof monitorNamed>[]): Record<string, string[]> {
  const template = synthesize({ monitors });
  return Object.fromEntries(
    STEPS.map((step) => [step, statementsOf(template, step).map((one) => JSON.stringify(one))]),
  );
}
const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const PARTITION = { Ref: 'AWS::Partition' };
const s3 = (rest: string) => join('arn:', PARTITION, `:s3:::${rest}`);
const table = (rest: string) =>
  join(
    'arn:',
    PARTITION,
    ':dynamodb:',
    { Ref: 'AWS::Region' },
    ':',
    { Ref: 'AWS::AccountId' },
    `:table/${rest}`,
  );

describe('rights on what monitors name', () => {
  it('are none where all lies in the workspace', () => {
    expect(given({ labels: { from: 's3' } })).toEqual({});
  });

  it('to another bucket are to list for Plan and to read for Profile, exactly there', () => {
    const predictions = { from: 's3', bucket: 'their-logs', prefix: 'model-a/' };
    const list = {
      Action: 's3:ListBucket',
      Condition: { StringLike: { 's3:prefix': ['model-a/*'] } },
      Effect: 'Allow',
      Resource: s3('their-logs'),
    };
    const read = { Action: 's3:GetObject', Effect: 'Allow', Resource: s3('their-logs/model-a/*') };
    expect(given({ predictions })).toEqual({ Plan: [list], Profile: [list, read] });
  });

  it('to a bucket with a role are to take on exactly that role', () => {
    const bucket = { from: 's3', bucket: 'their-logs', role: ROLE };
    const assume = { Action: 'sts:AssumeRole', Effect: 'Allow', Resource: ROLE };
    const found = given({ predictions: bucket, labels: { ...bucket, prefix: 'truth/' } });
    expect(found).toEqual({ Plan: [assume], Profile: [assume] });
  });

  it('to tables are to query exactly those, or their index', () => {
    const from = (name: string, more = {}) => ({
      from: 'dynamodb',
      table: name,
      partition: 'model',
      time: 'at',
      ...more,
    });
    const found = given(
      { predictions: from('first') },
      { predictions: from('first'), labels: from('second', { index: 'by-time' }) },
    );
    const Resource = [table('first'), table('second/index/by-time')];
    expect(found).toEqual({
      Profile: [{ Action: 'dynamodb:Query', Effect: 'Allow', Resource }],
    });
  });

  it('to labels by id are for Window, to get items of exactly that table', () => {
    const arn = 'arn:aws:dynamodb:eu-west-1:999999999999:table/truth';
    const labels = { from: 'dynamodb_by_id', table: arn, key: 'id' };
    expect(given({ labels })).toEqual({
      Window: [{ Action: 'dynamodb:BatchGetItem', Effect: 'Allow', Resource: arn }],
    });
  });
});
