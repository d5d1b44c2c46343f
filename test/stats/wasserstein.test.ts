import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedWassersteinDistance, wassersteinDistance } from '../../lib/stats/wasserstein.ts';
import { freezeNumbers, summariseNumbers } from '../golden/summaries.ts';

function sample(edges: readonly number[], values: readonly number[]) {
  const { histogram = [], extent, moments } = summariseNumbers({ edges, center: 0 }, values);
  return {
    counts: histogram,
    min: extent?.min ?? 0,
    max: extent?.max ?? 0,
    sum: moments?.sum ?? 0,
  };
}

/** Between sorted samples of one size the distance is the mean difference of the i-th values. */
function exact(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [a, b].map((values) => values.toSorted((p, q) => p - q));
  return (x ?? []).reduce((sum, value, i) => sum + Math.abs(value - (y?.[i] ?? 0)), 0) / a.length;
}

test('is exact where every value has an edge of its own', () => {
  const values = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 20, maxLength: 20 });
  const edges = Array.from({ length: 12 }, (_, i) => i - 6).flatMap((x) => [x - 1e-9, x]);
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(wassersteinDistance(edges, sample(edges, a), sample(edges, b))).toBeCloseTo(
        exact(a, b),
        6,
      );
    }),
  );
});

describe('within 1 % over the edges of a baseline', () => {
  // A linear congruential generator: the same values on every run.
  let state = 1;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  test.each([
    ['the same long tail', () => Math.exp(normal()), 1, 0],
    ['a longer one', () => Math.exp(normal()), 1.1, 0],
    ['a shift out of the range', normal, 1, 8],
    ['mostly one value', () => (uniform() < 0.95 ? 0 : Math.ceil(300 * uniform())), 1.1, 0],
  ])('%s', (_, draw, factor, shift) => {
    const baseline = Array.from({ length: 10_000 }, draw);
    const { edges } = freezeNumbers('x', baseline);
    for (let window = 0; window < 5; window++) {
      const current = Array.from({ length: 1000 }, () => draw() * factor + shift);
      const repeated = current.flatMap((x) => Array.from({ length: 10 }, () => x));
      const got = wassersteinDistance(edges, sample(edges, baseline), sample(edges, current));
      expect(Math.abs(got / exact(baseline, repeated) - 1)).toBeLessThan(0.01);
    }
  });
});

test('chance is the mean of what equal distributions give', () => {
  let state = 7;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const edges = Array.from({ length: 101 }, (_, i) => i / 100);
  const draw = (n: number) => sample(edges, Array.from({ length: n }, uniform));
  const runs = Array.from({ length: 400 }, () => [draw(500), draw(200)] as const);
  const mean = (of: (a: ReturnType<typeof draw>, b: ReturnType<typeof draw>) => number) =>
    runs.reduce((sum, [a, b]) => sum + of(a, b), 0) / runs.length;
  const chance = mean((a, b) => expectedWassersteinDistance(edges, a, b));
  expect(mean((a, b) => wassersteinDistance(edges, a, b)) / chance).toBeCloseTo(1, 1);
});
