import { describe, expect, it } from 'vitest';
import { monitorOf, readPredictions } from '../sagemaker/read-captures.ts';

const columns = {
  id: 'request_id',
  timestamp: 'request_time',
  variant: 'endpoint',
  prediction: 'p',
  features: { a: 'numeric', b: 'categorical' },
};
const record = (request: unknown, response: unknown, more: object = {}) =>
  JSON.stringify({
    ...{ id: 'r', time: '2026-11-01T10:00:00.500Z', responded: '2026-11-01T10:00:00.750Z' },
    ...{ endpoint: 'canary', request, response, ...more },
  });
const read = (text: string, capture?: object, more: object = {}, careful = false) => {
  const predictions = { format: 'open-inference', ...(capture && { capture }) };
  const monitor = monitorOf({ columns: { ...columns, ...more }, predictions });
  return readPredictions(monitor, [['predictions/x/1.jsonl', text]], careful);
};
const tensor = (name: string, shape: number[], data: unknown, datatype = 'FP64') => ({
  ...{ name, shape, datatype, data },
});
const two = [
  { id: 'r#1', a: 1.5, b: 'x', predicted: '0' },
  { id: 'r#2', a: 2, b: 'y', predicted: '1' },
];

describe('a request with its response', () => {
  it.each([
    [
      'tensors of the Open Inference Protocol, a column each',
      { inputs: [tensor('a', [2], [1.5, 2]), tensor('b', [2, 1], [['x'], ['y']], 'BYTES')] },
      { outputs: [tensor('p', [2, 1], [0, 1], 'INT64')] },
    ],
    [
      'columns by name, as TensorFlow Serving has them',
      { inputs: { a: [1.5, 2], b: ['x', 'y'] } },
      { outputs: { p: [0, 1] } },
    ],
    [
      'rows as objects, of KServe',
      {
        instances: [
          { a: 1.5, b: 'x' },
          { a: 2, b: 'y' },
        ],
      },
      { predictions: [{ p: 0 }, { p: 1 }] },
    ],
    [
      'an ndarray with names, of Seldon Core',
      {
        data: {
          names: ['a', 'b'],
          ndarray: [
            [1.5, 'x'],
            [2, 'y'],
          ],
        },
      },
      { data: { names: ['p'], ndarray: [0, 1] }, meta: {} },
    ],
    [
      'a tensor with names, of Seldon Core',
      {
        jsonData: {
          columns: ['b', 'a'],
          index: [0, 1],
          data: [
            ['x', 1.5],
            ['y', 2],
          ],
        },
      },
      { data: { names: ['p'], tensor: { shape: [2, 1], values: [0, 1] } } },
    ],
    [
      'pandas in a string, of Seldon Core',
      {
        strData: JSON.stringify({
          columns: ['a', 'b'],
          data: [
            [1.5, 'x'],
            [2, 'y'],
          ],
        }),
      },
      { jsonData: { predictions: [{ p: 0 }, { p: 1 }] } },
    ],
  ])('holds rows: %s', async (_, request, response) => {
    const { rows, rejects } = await read(record(request, response));
    expect(rejects).toEqual([]);
    expect(rows).toMatchObject(two);
    expect(rows[0]).toMatchObject({ at: '2026-11-01 10:00:00.5', variant: 'canary' });
  });

  it('takes names of the monitor file for values that have none', async () => {
    const capture = { input: ['a', 'b'], output: ['no', 'p'] };
    for (const [request, response] of [
      [{ instances: [[1.5, 'x']] }, { predictions: [[0.2, 1]] }],
      [
        { data: { ndarray: [[1.5, 'x']] } },
        { data: { tensor: { shape: [1, 2], values: [0.2, 1] } } },
      ],
      [
        { inputs: [tensor('input-0', [1, 2], [1.5, 'x'])] },
        { outputs: [tensor('o', [1, 2], [[0.2, 1]])] },
      ],
    ])
      expect((await read(record(request, response), capture)).rows).toMatchObject([
        { id: 'r', a: 1.5, b: 'x', predicted: '1' },
      ]);
  });

  it('names the values of a wide tensor after it', async () => {
    const { rows } = await read(
      record(
        { inputs: [tensor('a', [2], [1.5, 2])] },
        { outputs: [tensor('p', [2], [0, 1]), tensor('proba', [2, 2], [0.9, 0.1, 0.3, 0.7])] },
      ),
      undefined,
      { score: 'proba_1' },
    );
    expect(rows).toMatchObject([{ score: 0.1 }, { score: 0.7 }]);
  });

  it('gives latency, and what a record says of itself, as columns', async () => {
    const { rows } = await read(
      record({ instances: [{ a: 1 }] }, { predictions: [{ p: 1 }] }, { service: 'income' }),
      undefined,
      { features: { latency_ms: 'numeric', service: 'categorical' } },
    );
    expect(rows).toMatchObject([{ latency_ms: 250, service: 'income' }]);
  });

  it('is rejected with a sentence where it can not be taken apart, and the rest is read', async () => {
    const good = record({ instances: [{ a: 1 }] }, { predictions: [{ p: 1 }] });
    const { rows, rejects, counted } = await read(
      [
        good,
        record({ instances: [{ a: 1 }] }, undefined),
        record(undefined, { predictions: [{ p: 1 }] }),
        record({ instances: [{ a: 1 }, { a: 2 }] }, { predictions: [{ p: 1 }] }),
        record({ instances: [[1]] }, { predictions: [{ p: 1 }] }),
        record({ inputs: [tensor('a', [3], [1, 2])] }, { predictions: [{ p: 1 }] }),
        record('plain text', { predictions: [{ p: 1 }] }),
        '{"id": "r", "time"',
        good,
      ].join('\n'),
      undefined,
      {},
      true,
    );
    expect(rows).toHaveLength(2);
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'a request without its response'],
      [3, 'a response without its request'],
      [4, 'the request has another number of rows than the response'],
      [5, expect.stringContaining('the request has values without names')],
      [6, expect.stringContaining('the tensors of the request')],
      [7, 'the request is not valid'],
      [8, expect.any(String)],
    ]);
    expect(Object.values(counted).reduce((sum, n) => sum + n, 0)).toBe(7);
  });
});
