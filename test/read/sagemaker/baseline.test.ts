import { expect, test } from 'vitest';
import { drop } from '../dropped.ts';

const record = (i: number, n: number, extra: object = {}) =>
  JSON.stringify({
    captureData: {
      endpointInput: { data: JSON.stringify({ n, c: 'a', ...extra }), encoding: 'JSON' },
      endpointOutput: { data: `0.${10 + (i % 80)}`, encoding: 'CSV' },
    },
    eventMetadata: { eventId: `e${i}`, inferenceTime: '2026-03-02T10:00:00Z' },
    eventVersion: '0',
  });

test('captures without a suffix serve as a data set, with every column that they hold', async () => {
  const reference = Array.from({ length: 60 }, (_, i) => record(i, i, { late: i > 40 ? i : null }));
  const dropped = await drop({
    reference: { captures: reference.join('\n') },
    predictions: { 'loans/blue/2026/03/02/10/a.jsonl': [record(1, 5), record(2, 7)].join('\n') },
    monitor: {
      columns: {
        id: 'eventId',
        timestamp: 'inferenceTime',
        prediction: undefined,
        score: 'score',
        features: 'auto',
      },
      predictions: { from: 's3', format: 'sagemaker-capture', capture: { output: ['score'] } },
    },
  });
  try {
    const { results, kept } = await dropped.run();
    expect(kept).toEqual([]);
    const means = results[0]?.measurements.filter(
      ({ metric, segment }) => metric === 'mean' && segment === null,
    );
    expect(
      means
        ?.map(({ column, value }) => [column, value === null ? null : Number(value.toFixed(9))])
        .sort(),
    ).toEqual([
      ['late', null],
      ['n', 6],
      ['score', 0.115],
    ]);
  } finally {
    await dropped.remove();
  }
});
