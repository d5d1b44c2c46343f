import { expect, test } from 'vitest';
import { measureSlice, outcomeProfile, sliceInput } from '../golden/measure.ts';
import { summariseRegression } from '../golden/summaries.ts';

test('mae and mean_error have normal intervals from the spread of the errors', () => {
  const errors = [-3, 1, 2, 4, -1, 5];
  const rows = errors.map((error) => ({ actual: 10, predicted: 10 + error }));
  const input = sliceInput({
    task: 'regression',
    outcome: { actualCenter: 10 },
    current: outcomeProfile({ regression: summariseRegression(10, rows) }, 6),
  });
  for (const [name, values] of [
    ['mean_error', errors],
    ['mae', errors.map(Math.abs)],
  ] as const) {
    const mean = values.reduce((sum, x) => sum + x, 0) / 6;
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 6);
    const measured = measureSlice(name, input);
    expect(measured?.value).toBeCloseTo(mean, 12);
    expect(measured?.high).toBeCloseTo(mean + (1.959964 * deviation) / Math.sqrt(6), 6);
    expect(measured?.low).toBeCloseTo(mean - (1.959964 * deviation) / Math.sqrt(6), 6);
  }
});
