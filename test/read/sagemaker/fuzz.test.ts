import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyLine, edit, edits, linesWithSomething } from '../odd-text.ts';
import { monitorOf, readPredictions } from './read-captures.ts';

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

/** Every line is measured, as a row or several, or rejected with a reason: `lines` of them have one or the other. */
async function everyLineIsTold(bytes: Uint8Array, careful: boolean): Promise<void> {
  const { rows, rejects } = await readPredictions(
    monitor,
    [['a/b/2026/03/02/10/f.jsonl', bytes]],
    careful,
  );
  const told = rows.length + rejects.length;
  const what = Buffer.from(bytes).toString().slice(0, 3000);
  // What is no text is rejected as a whole.
  const isRefused = rows.length === 0 && rejects.some(({ line }) => line === null);
  expect(told, what).toBeGreaterThanOrEqual(isRefused ? 1 : linesWithSomething(bytes));
  expect(
    rejects.map(({ reason }) => reason),
    what,
  ).not.toContain('');
}

test('whatever a record holds, it is measured or rejected', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      (lines, careful) => everyLineIsTold(Buffer.from([GOOD, ...lines].join('\n')), careful),
    ),
    { seed: 11, numRuns: 12 },
  ));

test('lines of any kind and changed bytes leave every other line what it is', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(record, anyLine), { minLength: 1, maxLength: 10 }),
      edits,
      (lines, changes) =>
        everyLineIsTold(
          Buffer.concat([Buffer.from(`${GOOD}\n`), edit(Buffer.from(lines.join('\n')), changes)]),
          true,
        ),
    ),
    { seed: 12, numRuns: 12 },
  ));
