import { describe, expect, it } from 'vitest';
import { monitorOf, readPredictions } from '../sagemaker/read-captures.ts';

const MISFIT = "the tensors of the request don't fit their shapes, or have no names";
const TWICE = 'the request has two values of the same name';
const ONE = { predictions: [{ p: 1 }] };
const TWO = { outputs: [{ name: 'p', shape: [2], datatype: 'INT64', data: [0, 1] }] };

const read = (request: unknown, response: unknown, capture?: object) => {
  const monitor = monitorOf({
    columns: {
      ...{ id: 'request_id', timestamp: 'request_time', prediction: 'p' },
      features: { a: 'numeric', a_0: 'numeric', a_1: 'numeric' },
    },
    predictions: { format: 'open-inference', ...(capture && { capture }) },
  });
  const line = JSON.stringify({ id: 'r', time: '2026-11-01T10:00:00Z', request, response });
  return readPredictions(monitor, [['predictions/x/1.jsonl', line]]);
};
const tensor = (shape: unknown, data: unknown, name: unknown = 'a') => ({
  ...{ name, shape, datatype: 'FP64', data },
});

describe('a request that was not sent as it lies there', () => {
  it.each([
    ['a shape of more values', { inputs: [tensor([2, 3], [1, 2, 3, 4])] }, TWO, MISFIT],
    ['a shape of fewer values', { inputs: [tensor([2], [1, 2, 3, 4])] }, TWO, MISFIT],
    ['lists of unequal length', { inputs: [tensor([2, 2], [[1, 2, 3], [4]])] }, TWO, MISFIT],
    ['columns of unequal length', { inputs: { a: [[1, 2, 3], [4]] } }, TWO, MISFIT],
    [
      'lists unlike the shape',
      {
        inputs: [
          tensor(
            [1, 4],
            [
              [1, 2],
              [3, 4],
            ],
          ),
        ],
      },
      ONE,
      MISFIT,
    ],
    ['values in binary, elsewhere', { inputs: [tensor([1], undefined)] }, ONE, MISFIT],
    [
      'another number of rows',
      { inputs: [tensor([1], [1]), tensor([2], [1, 2], 'b')] },
      ONE,
      MISFIT,
    ],
    [
      'Seldon’s tensor of more values',
      { data: { names: ['a', 'b'], tensor: { shape: [2, 3], values: [1, 2, 3, 4] } } },
      TWO,
      MISFIT,
    ],
    ['a name twice', { inputs: [tensor([1], [1]), tensor([1], [2])] }, ONE, TWICE],
    [
      'a name that another tensor makes',
      { inputs: [tensor([1, 2], [1, 2]), tensor([1], [2], 'a_0')] },
      ONE,
      TWICE,
    ],
    ['a name twice in a list', { data: { names: ['a', 'a'], ndarray: [[1, 2]] } }, ONE, TWICE],
  ])('is rejected, and says why: %s', async (_, request, response, reason) => {
    const { rows, rejects } = await read(request, response);
    expect(rows).toEqual([]);
    expect(rejects.map((one) => one.reason)).toEqual([reason]);
  });
});

describe('values of a row', () => {
  it.each([
    ['in one list', [1, 2, 3, 4]],
    ['in lists as deep as the shape', [[[1, 2]], [[3, 4]]]],
  ])('are those of all inner dimensions: %s', async (_, data) => {
    const { rows } = await read({ inputs: [tensor([2, 1, 2], data)] }, TWO);
    expect(rows).toMatchObject([
      { id: 'r#1', a_0: 1, a_1: 2, predicted: '0' },
      { id: 'r#2', a_0: 3, a_1: 4, predicted: '1' },
    ]);
  });

  it.each(['"', '\\', '*', '', 'b/c', '~', '$'])(
    'are read beside a column that is named %j',
    async (name) => {
      const { rows } = await read({ inputs: { [name]: [1], a: [2] } }, ONE);
      expect(rows).toMatchObject([{ id: 'r', a: 2 }]);
    },
  );

  it('are named by the monitor file where TensorFlow Serving leaves the tensor’s name out', async () => {
    const names = { input: ['a', 'a_1'], output: ['no', 'p'] };
    const { rows } = await read(
      {
        inputs: [
          [1, 2],
          [3, 4],
        ],
      },
      {
        outputs: [
          [0.9, 0],
          [0.1, 1],
        ],
      },
      names,
    );
    expect(rows).toMatchObject([
      { id: 'r#1', a: 1, a_1: 2, predicted: '0' },
      { id: 'r#2', a: 3, a_1: 4, predicted: '1' },
    ]);
  });
});
