import { describe, expect, it, test } from 'vitest';
import { parseJsonPath } from '../../lib/monitor/json-path.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';

const monitor = (parts: object, columns: object = {}) =>
  checkMonitor(
    { monitor: 'm', task: 'binary', columns: { timestamp: 'inferenceTime', ...columns }, ...parts },
    'm.yaml',
  );
const captured = (capture: object, columns: object = {}, format = 'sagemaker-capture') =>
  monitor({ predictions: { from: 's3', format, capture } }, columns);

describe('predictions.capture', () => {
  it('takes names and attributes as Model Monitor has them', () => {
    const capture = {
      input: ['age', 'income'],
      output: ['score'],
      features_attribute: 'instances[*].features',
      inference_attribute: 'predictions[*]."predicted label"',
      probability_attribute: 'predictions[*].scores[1]',
    };
    const columns = { prediction: 'p', score: 's' };
    expect(captured(capture, columns).predictions).toMatchObject({ capture });
  });

  test.each<[object, object, string]>([
    [{ input: ['age'], output: ['age'] }, {}, 'predictions.capture.output: age is named twice'],
    [
      { input: ['eventId'] },
      {},
      'predictions.capture.input: eventId is what the record says of itself',
    ],
    [{ features_attribute: 'a[*].b[*]' }, {}, 'has more than one [*]'],
    [{ features_attribute: 'a..b' }, {}, 'can\'t be read at ".b"'.replace('".b"', '"..b"')],
    [{ features_attribute: '' }, {}, 'is empty'],
    [{ inference_attribute: 'label' }, {}, 'columns.prediction names: name one'],
    [{ probability_attribute: '0' }, {}, 'columns.score names: name one'],
    [
      { inference_attribute: 'a[*].b', probability_attribute: 'c[*].d' },
      { prediction: 'p', score: 's' },
      'its rows lie elsewhere',
    ],
    [{ names: ['a'] }, {}, 'predictions.capture: unknown key names'],
  ])('%j is refused with the path of the wrong key', (capture, columns, message) => {
    expect(() => captured(capture, columns)).toThrow(message);
  });

  it('takes a place as a number, and names that differ by more than the case of letters', () => {
    expect(captured({ inference_attribute: 0 }, { prediction: 'p' }).predictions).toMatchObject({
      capture: { inference_attribute: '0' },
    });
    expect(() => captured({ input: ['Age', 'age'] })).toThrow('age is named twice');
    expect(() => captured({ output: ['EVENTID'] })).toThrow('what the record says of itself');
  });

  it('belongs to its format, and each format to what it is read of', () => {
    expect(() => captured({ input: ['a'] }, {}, 'jsonl')).toThrow(
      'only the formats sagemaker-capture and open-inference',
    );
    expect(() =>
      monitor({ predictions: { from: 's3', format: 'sagemaker-ground-truth' } }),
    ).toThrow('predictions.format');
    const labels = { from: 's3', format: 'sagemaker-ground-truth' };
    expect(monitor({ labels }, { id: 'eventId', label: 'y' }).labels).toMatchObject(labels);
  });
});

describe('sagemaker', () => {
  it('needs a schedule for metrics, and names as SageMaker allows', () => {
    expect(() => monitor({ sagemaker: { metrics: true } })).toThrow('sagemaker.schedule');
    expect(() => monitor({ sagemaker: { endpoint: 'my endpoint' } })).toThrow('sagemaker.endpoint');
    expect(monitor({ sagemaker: { violations: true } }).sagemaker).toEqual({
      violations: true,
      metrics: false,
    });
    const schedule = { data_quality: 'a', model_quality: 'b' };
    expect(monitor({ sagemaker: { metrics: true, schedule } }).sagemaker).toMatchObject({
      schedule,
    });
  });
});

test('a path is the way to the rows and the way within a row', () => {
  expect(parseJsonPath('instances[*].features')).toEqual({
    rows: ['instances'],
    value: ['features'],
  });
  expect(parseJsonPath('[*]')).toEqual({ rows: [], value: [] });
  expect(parseJsonPath('out.scores[1]')).toEqual({ rows: null, value: ['out', 'scores', 1] });
  expect(parseJsonPath('"a b"[0]."c.d"')).toEqual({ rows: null, value: ['a b', 0, 'c.d'] });
});
