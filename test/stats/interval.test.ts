import { expect, test } from 'vitest';
import { hanleyMcNeilInterval, meanInterval, wilsonInterval } from '../../lib/stats/interval.ts';
import { withinNormal } from '../../lib/stats/normal.ts';

// scipy 1.17.1: scipy.stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
test.each([
  [0, 10, 0, 0.27753279986288926],
  [7, 10, 0.39677814746114526, 0.892208732593699],
  [10, 10, 0.7224672001371109, 1],
  [4321, 5000, 0.8544243819032877, 0.8734164239999327],
])('Wilson interval of %i of %i', (successes, trials, low, high) => {
  const interval = wilsonInterval(successes, trials);
  expect(interval.low).toBeCloseTo(low, 10);
  expect(interval.high).toBeCloseTo(high, 10);
});

test('Hanley and McNeil: the spread of the area under exponential scores, for which their formula is made', () => {
  let state = 99;
  const exponential = (scale: number) => {
    state = (state * 48271) % 2147483647;
    return -scale * Math.log(state / 2147483647);
  };
  const areas = Array.from({ length: 2000 }, () => {
    const negatives = Array.from({ length: 30 }, () => exponential(1));
    const positives = Array.from({ length: 20 }, () => exponential(4));
    const wins = positives.reduce((sum, x) => sum + negatives.filter((y) => y < x).length, 0);
    return wins / 600;
  });
  const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
  const deviation = Math.sqrt(
    areas.reduce((sum, area) => sum + (area - mean) ** 2, 0) / areas.length,
  );
  // P(positive > negative) = 4 / (4 + 1).
  const { low, high } = hanleyMcNeilInterval(0.8, 20, 30);
  expect((high - low) / 2 / 1.959964 / deviation).toBeCloseTo(1, 1);
  expect(mean).toBeCloseTo(0.8, 2);
});

test('an area of 1 has no width, and no interval leaves [0, 1]', () => {
  expect(hanleyMcNeilInterval(1, 5, 5)).toEqual({ low: 1, high: 1 });
  expect(hanleyMcNeilInterval(0.97, 3, 3).high).toBe(1);
});

test('interval of a mean', () => {
  const { low, high } = meanInterval(10, 2, 100);
  expect([low, high].map((x) => x.toFixed(6))).toEqual(['9.608007', '10.391993']);
});

test.each([
  [0, 0],
  [1, 0.6826894921],
  [1.959963985, 0.95],
  [5, 0.9999994267],
])('share of a normal distribution within %f deviations', (t, share) => {
  expect(Math.abs(withinNormal(t) - share)).toBeLessThan(3e-7);
});
