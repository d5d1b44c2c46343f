import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildEdges, nextBelow } from '../../lib/profile/edges.ts';
import { countBins } from '../golden/summaries.ts';

describe('nextBelow', () => {
  test.each([
    [1, 0.9999999999999999],
    [-1, -1.0000000000000002],
    [0, -5e-324],
    [-0, -5e-324],
    [5e-324, 0],
    [2 ** 53, 2 ** 53 - 1],
  ])('of %d is %d', (value, below) => expect(nextBelow(value)).toBe(below));
});

describe('buildEdges', () => {
  const values = fc.array(
    fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double({ noNaN: true, min: -1e300, max: 1e300 })),
    { minLength: 1 },
  );

  test('ascending, distinct; the first and the last bin hold what is outside the range; deciles are edges', () => {
    fc.assert(
      fc.property(values, fc.double({ noNaN: true, noDefaultInfinity: true }), (list, other) => {
        const curve = list.toSorted((a, b) => a - b).map((x) => x + 0);
        const [min, max] = [curve[0] ?? 0, curve.at(-1) ?? 0];
        const deciles = [curve[Math.floor(curve.length / 2)] ?? 0];
        const { edges, decileEdges } = buildEdges({
          quantiles: curve,
          deciles,
          min,
          max,
          atoms: [min],
          curve,
        });
        expect(edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? 0))).toBe(true);
        expect(decileEdges.every((edge) => edges.includes(edge))).toBe(true);
        const inside = countBins(edges, curve);
        expect([inside[0], inside.at(-1)]).toEqual([0, 0]);
        const counts = countBins(edges, [other]);
        expect((counts[0] ?? 0) + (counts.at(-1) ?? 0)).toBe(other < min || other > max ? 1 : 0);
      }),
    );
  });

  test('an atom has a bin of its own', () => {
    const { edges } = buildEdges({
      quantiles: [1, 2, 3],
      deciles: [2],
      min: 0,
      max: 4,
      atoms: [2],
    });
    expect(countBins(edges, [2, 2, 2, 1.9999999, 2.0000001]).filter((n) => n === 3)).toHaveLength(
      1,
    );
  });

  test('a constant column has two edges', () => {
    const { edges, decileEdges } = buildEdges({
      quantiles: [7, 7],
      deciles: [7, 7],
      min: 7,
      max: 7,
      atoms: [7],
      curve: [7, 7, 7],
    });
    expect(edges).toEqual([nextBelow(7), 7]);
    expect(decileEdges).toEqual([7]);
  });

  test('a curve puts more edges where distributions differ by more', () => {
    const curve = Array.from({ length: 101 }, (_, k) => (k < 100 ? k : 1000));
    const { edges } = buildEdges({
      quantiles: [],
      deciles: [],
      min: 0,
      max: 1000,
      atoms: [],
      curve,
    });
    expect(edges).toHaveLength(1001);
    const within = (from: number, to: number) =>
      edges.filter((edge) => edge > from && edge <= to).length;
    expect(within(99, 1000)).toBeGreaterThan(500);
    expect(within(40, 60)).toBeGreaterThan(3 * within(0, 5));
  });

  test('what is outside the range is left out', () => {
    expect(
      buildEdges({ quantiles: [-5, 1, 9], deciles: [1], min: 0, max: 2, atoms: [] }).edges,
    ).toEqual([nextBelow(0), 1, 2]);
  });
});
