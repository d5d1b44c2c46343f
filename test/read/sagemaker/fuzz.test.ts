import fc from 'fast-check';
import { test } from 'vitest';
import { everyLineIsTold, oddLinesAreTold } from './every-line-is-told.ts';
import { monitorOf } from './read-captures.ts';

const monitor = monitorOf({
  columns: {
    id: 'eventId',
    timestamp: 'inferenceTime',
    prediction: 'p',
    score: 'score',
    features: { age: 'numeric', city: 'categorical' },
  },
  predictions: {
    from: 's3',
    format: 'sagemaker-capture',
    capture: { input: ['age', 'city'], output: ['score'], inference_attribute: '0' },
  },
});

/** Payloads, sound and odd. */
const data = fc.oneof(
  fc.constantFrom(
    '41,Bonn',
    '41,"Bo,nn"',
    '{"age":1}',
    '[1,"a"]',
    '[[1,"a"]]',
    '{"instances":[[1,"a"]]}',
    '0.5',
    '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.json(),
);
const side = fc.option(
  fc.record(
    {
      observedContentType: fc.constantFrom(
        'text/csv',
        'application/json',
        'application/x-npy',
        null,
      ),
      data: fc.oneof(
        data,
        data.map((text) => Buffer.from(text).toString('base64')),
        fc.constant(null),
        fc.object(),
      ),
      encoding: fc.constantFrom('CSV', 'JSON', 'BASE64', 'csv', '', null),
    },
    { requiredKeys: [] },
  ),
);
const record = fc
  .record(
    {
      captureData: fc.oneof(
        fc.record({ endpointInput: side, endpointOutput: side }, { requiredKeys: [] }),
        fc.constantFrom(null, 'x', 3),
      ),
      eventMetadata: fc.oneof(
        fc.constant({ eventId: 'e', inferenceTime: '2026-03-02T10:00:00Z' }),
        fc.constantFrom(null, 'x', {}),
      ),
    },
    { requiredKeys: [] },
  )
  .map((one) => JSON.stringify(one));
const GOOD = JSON.stringify({
  captureData: {
    endpointInput: { data: '41,Bonn', encoding: 'CSV' },
    endpointOutput: { data: '0.5', encoding: 'CSV' },
  },
  eventMetadata: { eventId: 'e', inferenceTime: '2026-03-02T10:00:00Z' },
});

test('whatever a record holds, it is measured or rejected', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      async (lines, careful) => {
        await everyLineIsTold(monitor, Buffer.from([GOOD, ...lines].join('\n')), careful);
      },
    ),
    { seed: 11, numRuns: 12 },
  ));

test('lines of any kind and changed bytes leave every other line what it is', () =>
  oddLinesAreTold({ monitor, good: GOOD }, record, { seed: 12, numRuns: 12 }));
