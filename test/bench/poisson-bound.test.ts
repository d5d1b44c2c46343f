import { expect, test } from 'vitest';
import { poissonUpperBound } from '../../bench/alerts/poisson-bound.ts';

// Where the sum of the Poisson probabilities of 0 to k is 0.05, summed and bisected in Python; 3.00, 4.74, 6.30, 7.75 and 16.96
// stand in the tables of Garwood (1936), Biometrika 28.
test.each([
  [0, 2.99573227],
  [1, 4.74386452],
  [2, 6.29579362],
  [3, 7.75365653],
  [10, 16.96221924],
  [100, 118.07927278],
])('the upper bound after %i alarms is that of the exact tables', (count, bound) => {
  expect(poissonUpperBound(count)).toBeCloseTo(bound, 6);
});
