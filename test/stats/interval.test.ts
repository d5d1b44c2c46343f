import { expect, test } from 'vitest';
import { areaUnderRocInterval } from '../../lib/stats/delong.ts';
import { hanleyMcNeilError, meanInterval, wilsonInterval } from '../../lib/stats/interval.ts';
import { withinNormal } from '../../lib/stats/normal.ts';
import { seededRandom } from '../support/random.ts';

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
  expect(hanleyMcNeilError(0.8, 20, 30) / deviation).toBeCloseTo(1, 1);
  expect(mean).toBeCloseTo(0.8, 2);
});

test('the interval of an area holds it where a class has few rows, and says nothing where it has one', () => {
  const random = seededRandom(11);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const binned = (count: number, shift: number) => {
    const counts = new Array<number>(400).fill(0);
    for (let i = 0; i < count; i++) {
      const bin = Math.max(0, Math.min(399, Math.floor(200 + 40 * (normal() + shift))));
      counts[bin] = (counts[bin] as number) + 1;
    }
    return counts;
  };
  // P(N(1.2, 1) > N(0, 1)) = Phi(1.2 / sqrt 2)
  const area = 0.80193;
  for (const positives of [2, 4, 8, 16]) {
    let held = 0;
    for (let run = 0; run < 1000; run++) {
      const { low, high } = areaUnderRocInterval(binned(positives, 1.2), binned(60, 0));
      if (low <= area && area <= high) held += 1 / 1000;
    }
    expect(held, `${positives} positives`).toBeGreaterThan(0.93);
  }
  expect(areaUnderRocInterval(binned(1, 0), binned(60, 0))).toEqual({ low: 0, high: 1 });
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
