import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { splittable } from '../../../lib/read/part.ts';
import { GOLDEN, goldenIsMissing } from '../../golden/golden-data.ts';
import { monitorOf, readLabels, readPredictions } from './read-captures.ts';

const EXAMPLES = join(GOLDEN, 'formats/amazon-sagemaker-examples');
const SDK = join(GOLDEN, 'formats/sagemaker-python-sdk');
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `f${i}`);

const monitor = (capture: object | undefined, columns: object = {}, features: object = {}) =>
  monitorOf({
    columns: {
      id: 'eventId',
      timestamp: 'inferenceTime',
      variant: 'variantName',
      score: 'score',
      features,
      ...columns,
    },
    predictions: { from: 's3', format: 'sagemaker-capture', ...(capture && { capture }) },
  });

interface Payload {
  readonly data: string;
  readonly encoding: string;
  readonly type?: string;
}
const csv = (data: string): Payload => ({ data, encoding: 'CSV', type: 'text/csv' });
const json = (data: unknown): Payload => ({
  data: typeof data === 'string' ? data : JSON.stringify(data),
  encoding: 'JSON',
  type: 'application/json',
});
const base64 = ({ data, type }: Payload): Payload => ({
  data: Buffer.from(data).toString('base64'),
  encoding: 'BASE64',
  ...(type !== undefined && { type }),
});
const side = (mode: string, { data, encoding, type }: Payload) => ({
  observedContentType: type ?? null,
  mode,
  data,
  encoding,
});
const record = (input: Payload | null, output: Payload | null, metadata: object = {}) =>
  JSON.stringify({
    captureData: {
      ...(input && { endpointInput: side('INPUT', input) }),
      ...(output && { endpointOutput: side('OUTPUT', output) }),
    },
    eventMetadata: { eventId: 'e1', inferenceTime: '2026-03-02T10:00:00Z', ...metadata },
    eventVersion: '0',
  });
const KEY = 'datacapture/loans/blue/2026/03/02/10/05-00.jsonl';

describe.skipIf(goldenIsMissing && !process.env.CI)('records as SageMaker wrote them', () => {
  test('JSON lines and lists of one file are read by one monitor, row by row', async () => {
    const path = join(EXAMPLES, 'data_capture_samples.jsonl');
    const read = await readPredictions(
      monitor(
        {
          input: numbered(14),
          features_attribute: 'features',
          inference_attribute: 'predicted_label',
        },
        { prediction: 'predicted' },
        { f0: 'numeric', f2: 'numeric', f13: 'numeric' },
      ),
      [[KEY, { path }]],
    );
    const at = '2023-01-19 05:31:46';
    const first = {
      at,
      variant: 'blue',
      predicted: '1',
      score: 0.989977359771728,
      f0: 28,
      f2: 133937,
      f13: 37,
    };
    expect(read.rows).toEqual([
      { id: '40394cfe-37c3-4abb-b22c-dd7accbe9608', ...first },
      { id: '32aaea1b-1a60-4870-b81d-40271f950c4a#1', ...first },
      {
        id: '32aaea1b-1a60-4870-b81d-40271f950c4a#2',
        at,
        variant: 'blue',
        predicted: '1',
        score: 0.504138827323913,
        f0: 43,
        f2: 72338,
        f13: 37,
      },
      {
        ...first,
        id: '7ddb2d7c-4d6a-4e67-a68e-23870399829d',
        at: '2024-01-19 19:27:57',
        score: 0.9899773597717285,
      },
    ]);
    expect(read.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'the response has no predicted_label'],
      [5, 'the response has no predicted_label'],
    ]);
  });

  test('attributes find rows in lists, and places find values in CSV', async () => {
    const path = join(EXAMPLES, 'data_capture_samples.jsonl');
    const inLists = await readPredictions(
      monitor(
        {
          input: numbered(14),
          features_attribute: 'instances[*].features',
          inference_attribute: 'predictions[*].predicted_label',
          probability_attribute: 'predictions[*].score',
        },
        { prediction: 'p' },
        { f13: 'numeric' },
      ),
      [[KEY, { path }]],
    );
    expect(inLists.rows).toEqual([
      {
        id: '7ddb2d7c-4d6a-4e67-a68e-23870399829d',
        at: '2024-01-19 19:27:57',
        variant: 'blue',
        predicted: '1',
        score: 0.9899773597717285,
        f13: 37,
      },
    ]);
    const inCsv = await readPredictions(
      monitor({ input: numbered(69), probability_attribute: '0' }, {}, { f2: 'numeric' }),
      [[KEY, { path }]],
    );
    expect(inCsv.rows.map(({ score, f2 }) => [score, f2])).toEqual([
      [0.036397725343704224, 182.9],
      [0.3791300654411316, 263.7],
    ]);
    // Three records, one of them with two rows.
    expect(inCsv.counted).toEqual({ 'the response has no 0': 4 });
  });

  test('three instances of one request are three rows, whose ids are numbered', async () => {
    const read = await readPredictions(
      monitor(
        { input: ['x'], output: ['y'] },
        { score: undefined, prediction: 'y' },
        { x: 'numeric' },
      ),
      [[KEY, { path: join(SDK, 'captured-data.jsonl') }]],
    );
    expect(read.rows.map(({ id, x, predicted }) => [id, x, predicted]).slice(0, 3)).toEqual([
      ['12b73486-e916-45de-9d82-7fa23d4a39a6#1', 1, '3.5'],
      ['12b73486-e916-45de-9d82-7fa23d4a39a6#2', 2, '4'],
      ['12b73486-e916-45de-9d82-7fa23d4a39a6#3', 5, '5.5'],
    ]);
    expect(read.rows).toHaveLength(6);
  });

  test('a placeholder for a time is rejected with a reason, every record of it', async () => {
    const path = join(SDK, 'capture.jsonl');
    const read = await readPredictions(
      monitor({ input: numbered(7), output: ['score'] }, {}, { f0: 'numeric' }),
      [[KEY, { path }]],
    );
    expect(read.rows).toEqual([]);
    expect(Object.keys(read.counted)).toEqual(['unreadable timestamp']);
    expect(read.rejects[0]?.text).toContain('{%s}');
    expect(read.rejects[0]?.line).toBe(1);
  });

  test('ground truth is read by its event id, whatever its time', async () => {
    const labelled = monitorOf({
      columns: { id: 'eventId', timestamp: 'inferenceTime', score: 's', label: 'churned' },
      labels: { from: 's3', format: 'sagemaker-ground-truth' },
    });
    const examples = await readLabels(labelled, [
      ['gt.jsonl', { path: join(EXAMPLES, 'model_quality_ground_truth.jsonl') }],
    ]);
    expect(examples.rows).toHaveLength(334);
    expect(examples.rows[0]).toEqual({ id: '01d3c1a8-aa99-4149-9d5e-78bea047a788', label: '0' });
    expect(examples.rejects).toEqual([]);
    const sdk = await readLabels(labelled, [['gt', { path: join(SDK, 'actuals.jsonl') }]]);
    expect(sdk.rows[0]).toEqual({ id: '74b0dd56-e7c8-368e-94b1-14a138a96000', label: '1' });
    expect(sdk.rejects).toEqual([]);
  });
});

describe('one record', () => {
  const simple = monitor(
    { input: ['age', 'city'], output: ['score'] },
    {},
    { age: 'numeric', city: 'categorical' },
  );
  const read = async (of: ReturnType<typeof monitor>, ...lines: string[]) => {
    const [quick, careful] = [
      await readPredictions(of, [[KEY, lines.join('\n')]]),
      await readPredictions(of, [[KEY, lines.join('\n')]], true),
    ];
    expect(careful).toEqual(quick);
    return quick;
  };
  const values = ({ rows }: Awaited<ReturnType<typeof readPredictions>>) =>
    rows.map(({ age, city, score }) => [age, city, score]);
  const ROW = [[41, 'Bonn', 0.25]];

  test.each<[string, Payload, Payload]>([
    ['CSV', csv('41,Bonn'), csv('0.25')],
    ['CSV and JSON', csv('41,Bonn\n'), json({ score: 0.25 })],
    ['JSON objects', json({ age: 41, city: 'Bonn' }), json({ score: 0.25 })],
    [
      'instances of objects',
      json({ instances: [{ age: 41, city: 'Bonn' }] }),
      json({ predictions: [{ score: 0.25 }] }),
    ],
    ['instances of lists', json({ instances: [[41, 'Bonn']] }), json({ predictions: [[0.25]] })],
    ['a list of lists', json([[41, 'Bonn']]), json([0.25])],
    ['a bare list', json([41, 'Bonn']), json('0.25')],
    ['JSON lines', json('{"age":41,"city":"Bonn"}\n'), json('{"score":0.25}\n')],
    ['BASE64 of CSV', base64(csv('41,Bonn')), base64(csv('0.25'))],
    ['BASE64 of JSON beside CSV', base64(json({ age: 41, city: 'Bonn' })), csv('0.25')],
  ])('of %s gives its row', async (_, input, output) => {
    const found = await read(simple, record(input, output));
    expect(found.rejects).toEqual([]);
    expect(values(found)).toEqual(ROW);
    expect(found.columns).toEqual([
      'age',
      'city',
      'eventId',
      'inferenceTime',
      'score',
      'variantName',
    ]);
  });

  test('commas, quotes and line ends within quotes belong to their value', async () => {
    const found = await read(
      simple,
      record(csv('41,"Bonn, ""old""\ntown"\n42,Ulm'), csv('0.1\n0.2')),
    );
    expect(values(found)).toEqual([
      [41, 'Bonn, "old"\ntown', 0.1],
      [42, 'Ulm', 0.2],
    ]);
    expect(found.rows.map(({ id }) => id)).toEqual(['e1#1', 'e1#2']);
  });

  test('inferenceId is the id where the caller gave one', async () => {
    const found = await read(simple, record(csv('41,Bonn'), csv('0.25'), { inferenceId: 'mine' }));
    expect(found.rows[0]?.id).toBe('mine');
  });

  test('one side alone is measured as far as it goes', async () => {
    expect(values(await read(simple, record(csv('41,Bonn'), null)))).toEqual([[41, 'Bonn', null]]);
    expect(values(await read(simple, record(null, csv('0.25'))))).toEqual([[null, null, 0.25]]);
  });

  test.each<[string, Payload | null, Payload | null]>([
    ['no request and no response', null, null],
    [
      'the request is encoded neither as CSV nor as JSON',
      base64({ ...csv('41,Bonn'), type: 'application/x-npy' }),
      csv('1'),
    ],
    [
      'the request is encoded neither as CSV nor as JSON',
      { ...csv('41,Bonn'), encoding: 'EBCDIC' },
      csv('1'),
    ],
    [
      "the request can't be decoded",
      { data: '***', encoding: 'BASE64', type: 'text/csv' },
      csv('1'),
    ],
    [
      "the request can't be decoded",
      { data: '/w==', encoding: 'BASE64', type: 'text/csv' },
      csv('1'),
    ],
    ['a quote in the request is out of place', csv('41,Bo"nn'), csv('1')],
    ['a quote in the request is out of place', csv('41,"Bonn'), csv('1')],
    ['the request is not valid', json('{"age": 41'), csv('1')],
    ['the request is empty', csv(''), csv('1')],
    ['the response is empty', csv('41,Bonn'), json({ predictions: [] })],
    ['the request has another number of rows than the response', csv('41,Bonn\n42,Ulm'), csv('1')],
    [
      'the request has another number of values than predictions.capture.input has names',
      csv('41,Bonn,x'),
      csv('1'),
    ],
    [
      'the request has nothing that predictions.capture.input names',
      json({ features: [41, 'Bonn'] }),
      csv('1'),
    ],
    [
      'the response has nothing that predictions.capture.output names',
      csv('41,Bonn'),
      json({ p: 1 }),
    ],
  ])('is rejected: %s', async (reason, input, output) => {
    const line = record(input, output);
    const found = await read(simple, record(csv('41,Bonn'), csv('0.25')), line);
    expect(values(found)).toEqual(ROW);
    expect(found.rejects).toEqual([{ line: 2, reason, text: line }]);
    expect(found.counted).toEqual({ [reason]: 1 });
  });

  test('values without names are rejected, and the reason says what to name', async () => {
    const bare = monitor(undefined, {}, { age: 'numeric' });
    const found = await read(bare, record(csv('41,Bonn'), csv('0.25')));
    expect(found.counted).toEqual({
      'the request has values without names: name them in predictions.capture.input': 1,
    });
  });

  test('a list of probabilities takes the names of `output`', async () => {
    const of = monitorOf({
      task: 'multiclass',
      columns: {
        id: 'eventId',
        timestamp: 'inferenceTime',
        prediction: 'best',
        scores: { a: 'p_a', b: 'p_b' },
        features: { p_a: 'numeric', p_b: 'numeric' },
      },
      predictions: {
        from: 's3',
        format: 'sagemaker-capture',
        capture: {
          output: ['p_a', 'p_b'],
          inference_attribute: 'predictions[*].label',
          probability_attribute: 'predictions[*].probabilities',
        },
      },
    });
    const found = await read(
      of,
      record(null, json({ predictions: [{ label: 'b', probabilities: [0.2, 0.8] }] })),
    );
    expect(found.rows).toMatchObject([{ predicted: 'b', p_a: 0.2, p_b: 0.8 }]);
  });

  test('names that mean something elsewhere are names like any other', async () => {
    const odd = monitor(
      { input: ['constructor', '__proto__'], output: ['score'] },
      {},
      { constructor: 'numeric', toString: 'categorical' },
    );
    const line = record(json({ constructor: 3, toString: "o'x" }), csv('0.25'));
    const found = await read(odd, record(csv('7,8'), csv('0.5')), line);
    expect(found.rejects).toEqual([]);
    expect(found.rows.map((row) => [row.constructor, row.toString])).toEqual([
      [7, null],
      [3, "o'x"],
    ]);
  });

  test('lines that are no records stand beside those that are', async () => {
    const good = record(csv('41,Bonn'), csv('0.25'));
    const found = await readPredictions(simple, [[KEY, `${good}\nnonsense\n{"a":1}\n`]], true);
    expect(values(found)).toEqual(ROW);
    expect(found.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'not a JSON object'],
      [3, 'no request and no response'],
    ]);
  });
});

test('large captures are read in parts, as JSON lines are', () => {
  expect(splittable('loans/blue/2026/03/02/10/a.jsonl', 'sagemaker-capture')).toBe(true);
  expect(splittable('loans/blue/2026/03/02/10/a.jsonl.gz', 'sagemaker-capture')).toBe(false);
});

describe('a record of ground truth', () => {
  const labelled = monitorOf({
    columns: { id: 'eventId', timestamp: 'inferenceTime', score: 's', label: 'churned / 30d' },
    labels: { from: 's3', format: 'sagemaker-ground-truth' },
  });
  const truth = (groundTruthData: unknown, eventMetadata: object = { eventId: 'e1' }) =>
    JSON.stringify({ groundTruthData, eventMetadata, eventVersion: '0' });

  test.each<[string, unknown, readonly (readonly [string, string])[]]>([
    ['CSV', { data: '1', encoding: 'CSV' }, [['e1', '1']]],
    ['a quoted text', { data: '"a, b"', encoding: 'CSV' }, [['e1', 'a, b']]],
    [
      'several rows',
      { data: '1\n0\n', encoding: 'CSV' },
      [
        ['e1#1', '1'],
        ['e1#2', '0'],
      ],
    ],
    ['a JSON number', { data: '1', encoding: 'JSON' }, [['e1', '1']]],
    ['a JSON object', { data: '{"churned / 30d": "no"}', encoding: 'JSON' }, [['e1', 'no']]],
  ])('of %s gives its labels, and ids as those of the capture', async (_, data, expected) => {
    for (const careful of [false, true]) {
      const { rows, rejects } = await readLabels(labelled, [['gt', truth(data)]], careful);
      expect(rejects).toEqual([]);
      expect(rows.map(({ id, label }) => [id, label])).toEqual(expected);
    }
  });

  test.each<[string, string]>([
    ['no groundTruthData', truth(null)],
    [
      'the label is encoded neither as CSV nor as JSON',
      truth({ data: 'MQ==', encoding: 'BASE64' }),
    ],
    ['the label is empty or not valid', truth({ data: '', encoding: 'CSV' })],
    ['the label is more than one value', truth({ data: '1,0', encoding: 'CSV' })],
    ['missing id', truth({ data: '1', encoding: 'CSV' }, {})],
    ['missing or unreadable label', truth({ data: '{"other": 1}', encoding: 'JSON' })],
  ])('is rejected: %s', async (reason, line) => {
    const good = truth({ data: '1', encoding: 'CSV' });
    const { rows, rejects } = await readLabels(labelled, [['gt', `${good}\n${line}`]]);
    expect(rows).toHaveLength(1);
    expect(rejects).toEqual([{ line: 2, reason, text: line }]);
  });
});
