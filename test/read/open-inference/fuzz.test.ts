import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everyLineIsTold, oddLinesAreTold } from '../sagemaker/every-line-is-told.ts';
import { monitorOf } from '../sagemaker/read-captures.ts';

const SEED = Number(process.env.SEED ?? 21);
const RUNS = Number(process.env.RUNS ?? 12);

const monitorWith = (capture?: object) =>
  monitorOf({
    columns: {
      id: 'request_id',
      timestamp: 'request_time',
      prediction: 'p',
      features: { a: 'numeric', b: 'categorical' },
    },
    predictions: { format: 'open-inference', ...(capture && { capture }) },
  });
const UNNAMED = monitorWith();
const NAMED = monitorWith({ input: ['a', 'b'], output: ['no', 'p'] });

const name = fc.constantFrom(
  'a',
  'b',
  'p',
  'a_0',
  'A',
  '',
  '"',
  '*',
  '$',
  'a/b',
  '~',
  '\\',
  5,
  null,
);
const value = fc.oneof(fc.constantFrom(1, 0.5, 'x', null, true, '', 1e300), fc.jsonValue());
const values = fc.oneof(
  fc.array(value, { maxLength: 4 }),
  fc.array(fc.array(value, { maxLength: 3 }), { maxLength: 3 }),
  fc.array(fc.array(fc.array(value, { maxLength: 2 }), { maxLength: 2 }), { maxLength: 2 }),
  fc.jsonValue(),
);
const shape = fc.oneof(
  fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 3 }),
  fc.constantFrom([1e18], [2 ** 62, 4], ['2'], [1.5], null, 'x'),
);
const some = { requiredKeys: [] };
const tensor = fc.record({ name, shape, datatype: fc.constant('FP64'), data: values }, some);
const byName = fc.dictionary(name.map(String), values, { maxKeys: 3 });
const names = fc.oneof(fc.array(name, { maxLength: 3 }), fc.constantFrom('a', null));
const tensors = fc.oneof(fc.array(tensor, { maxLength: 3 }), byName, values);
const form = fc.oneof(
  fc.record({ inputs: tensors }),
  fc.record({ outputs: tensors }),
  fc.record({ data: fc.record({ names, ndarray: values }, some) }),
  fc.record({ data: fc.record({ names, tensor: fc.record({ shape, values }, some) }, some) }),
  fc.record({ columns: names, data: values }, some),
  fc.record({ instances: values }),
  fc.record({ predictions: values }),
  fc.jsonValue(),
);
const payload = fc.oneof(
  form,
  form.map((jsonData) => ({ jsonData })),
  form.map((one) => ({ strData: JSON.stringify(one) })),
  fc.constant({ inputs: [{ name: 'a', shape: [1], datatype: 'FP64', data: [1] }] }),
  fc.constant({ predictions: [{ p: 1 }] }),
);
const time = '2026-03-02T10:00:00Z';
const record = fc
  .record(
    {
      id: fc.constantFrom('r', 5, null),
      time: fc.constantFrom(time, 'x', null),
      responded: fc.constantFrom(time, 'x', null),
      request: payload,
      response: payload,
    },
    { requiredKeys: ['id', 'time'] },
  )
  .map((one) => JSON.stringify(one));
const GOOD = JSON.stringify({
  ...{ id: 'r', time, request: { instances: [{ a: 1, b: 'x' }] } },
  response: { predictions: [{ p: 1 }] },
});

test.each([
  ['by the names of payloads', UNNAMED],
  ['by names of the monitor file', NAMED],
])('whatever payloads hold, their record alone is measured or rejected: %s', (_, monitor) =>
  fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 60 }),
      fc.boolean(),
      async (lines, careful) => {
        const text = [GOOD, ...lines].join('\n');
        const { rows } = await everyLineIsTold(monitor, Buffer.from(text), careful);
        expect(rows, text).toContainEqual(
          expect.objectContaining({ id: 'r', a: 1, b: 'x', predicted: '1' }),
        );
      },
    ),
    { seed: SEED, numRuns: RUNS },
  ),
);

test('lines of any kind and changed bytes leave every other line what it is', () =>
  oddLinesAreTold({ monitor: UNNAMED, good: GOOD }, record, { seed: SEED + 1, numRuns: RUNS }));
