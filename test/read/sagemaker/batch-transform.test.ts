import { expect, test } from 'vitest';
import { checkMonitor } from '../../../lib/monitor/load.ts';
import { drop } from '../dropped.ts';

const COLUMNS = {
  id: 'SageMakerInferenceId',
  timestamp: 'SageMakerInferenceTime',
  prediction: undefined,
  score: 'score',
};
const HEADER = ['n', 'c', 'score', 'SageMakerInferenceId', 'SageMakerInferenceTime'];
const TIME = '2026-03-02T00:49:15Z';

async function outcomeOf(name: string, content: string, predictions: object) {
  const dropped = await drop({
    predictions: { [name]: content },
    monitor: { columns: COLUMNS, predictions },
  });
  try {
    const { results, kept } = await dropped.run();
    const [result] = results;
    const mean = result?.measurements.find(
      ({ metric, column, segment }) => metric === 'mean' && column === 'n' && segment === null,
    );
    return {
      rows: result?.rows,
      mean: Number(mean?.value?.toFixed(9)),
      kept: kept.map(({ line, reason }) => [line, reason]),
    };
  } finally {
    await dropped.remove();
  }
}

test('CSV that batch transform joined with its input has no header: its first line is a row', async () => {
  const lines = [
    `1,"a, b",0.1,i1,${TIME}`,
    `2,a,0.2,i2,${TIME}`,
    '3,a',
    `4,a,0.4,i4,${TIME}`,
    `5,a,0.5,i5,{%s}`,
  ];
  expect(
    await outcomeOf('batch/part-0.csv.out', lines.join('\n'), {
      from: 's3',
      format: 'csv',
      header: HEADER,
    }),
  ).toEqual({
    rows: 3,
    mean: 2.333333333,
    kept: [
      [3, 'not csv: missing columns'],
      [5, 'unreadable timestamp'],
    ],
  });
});

test('JSON lines of batch transform are read as they are', async () => {
  const lines = [1, 2, 3].map((n) =>
    JSON.stringify({
      n,
      c: 'a',
      score: 0.1,
      SageMakerInferenceId: `i${n}`,
      SageMakerInferenceTime: TIME,
    }),
  );
  const found = await outcomeOf('batch/part-0.jsonl.out', lines.join('\n'), {
    from: 's3',
    format: 'jsonl',
  });
  expect(found).toEqual({ rows: 3, mean: 2, kept: [] });
});

test('a manifest in the place of captures is rejected as a whole, and the reason says what to read', async () => {
  const manifest = JSON.stringify(
    [{ prefix: 's3://out/loans/' }, 'part-0.csv.out', 'part-1.csv.out'],
    null,
    1,
  );
  const found = await outcomeOf('output/2026/03/02/13/a.json', manifest, {
    from: 's3',
    format: 'sagemaker-capture',
  });
  expect(found.kept).toEqual([
    [
      null,
      'a manifest of batch transform: name the objects that it lists as the source, with their own format',
    ],
  ]);
});

test('columns are named once', () => {
  const predictions = { from: 's3', format: 'csv', header: ['a', 'A'] };
  expect(() =>
    checkMonitor(
      { monitor: 'm', task: 'binary', columns: { timestamp: 't' }, predictions },
      'm.yaml',
    ),
  ).toThrow('predictions.header');
});
