import { describe, expect, it } from 'vitest';
import { coarsen } from '../../lib/picture/coarsen.ts';
import { confusionOf } from '../../lib/picture/confusion.ts';
import { distributions } from '../../lib/picture/distributions.ts';
import { scoreCurves } from '../../lib/picture/score-curves.ts';
import type { CategoricalColumn, OutcomeFrame } from '../../lib/profile/column.ts';
import { buildEdges, nextBelow } from '../../lib/profile/edges.ts';
import { emptyProfile } from '../../lib/profile/profile.ts';
import type { BinaryOutcome } from '../../lib/profile/statistics/binary.ts';
import { areaUnderRoc } from '../../lib/stats/ranking.ts';

const sum = (numbers: readonly number[] | null) => (numbers ?? []).reduce((a, b) => a + b, 0);

describe('a coarse histogram', () => {
  const edges = Array.from({ length: 251 }, (_, i) => Math.exp((i - 125) / 30));
  const flat = new Array<number>(252).fill(4);

  it('holds every row once: in its bins, below or above them', () => {
    const far = flat.with(251, 400);
    const bins = coarsen(edges, { baseline: flat, current: far }, 32);
    for (const side of ['baseline', 'current'] as const) {
      const all =
        sum(bins?.shares[side] ?? null) + (bins?.below[side] ?? 0) + (bins?.above[side] ?? 0);
      expect(all).toBeCloseTo(1, 3);
    }
    // 400 of 1404 lie beyond the last edge.
    expect(bins?.above.current).toBeCloseTo(400 / 1404, 3);
  });

  it('has at most as many bins as asked for, ascending, of frozen edges alone', () => {
    const bins = coarsen(edges, { baseline: flat, current: null }, 32);
    expect(bins?.edges.length).toBeLessThanOrEqual(33);
    for (const [i, edge] of (bins?.edges ?? []).entries()) {
      if (i > 0) expect(edge).toBeGreaterThan(bins?.edges[i - 1] ?? Number.NaN);
      expect(Math.min(...edges.map((one) => Math.abs(one - edge)))).toBeLessThan(0.01);
    }
  });

  it('gives each whole number a bin of its own', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    const frozen = buildEdges({
      quantiles: hours,
      deciles: [2, 5, 7, 9, 12, 14, 16, 18, 21],
      min: 0,
      max: 23,
      atoms: hours,
    });
    const counts = new Array<number>(frozen.edges.length + 1).fill(0);
    for (const hour of hours) counts[frozen.edges.indexOf(hour)] = hour + 10;
    const bins = coarsen(frozen.edges, { baseline: counts, current: null }, 32);
    expect(bins?.edges).toEqual([-1, ...hours]);
    expect(bins?.shares.baseline?.map((share) => Math.round(share * 516))).toEqual(
      hours.map((hour) => hour + 10),
    );
  });

  it('draws a column of one value, and none of no values', () => {
    const one = coarsen([nextBelow(5), 5], { baseline: [0, 9, 0], current: [0, 7, 0] }, 32);
    expect(one).toMatchObject({ edges: [4, 5], shares: { baseline: [1], current: [1] } });
    expect(coarsen([], { baseline: [9], current: null }, 32)).toBeNull();
    expect(coarsen(edges, { baseline: null, current: null }, 32)).toBeNull();
  });
});

describe('the distribution of a categorical column', () => {
  const column: CategoricalColumn = {
    name: 'c',
    role: 'feature',
    type: 'categorical',
    categories: ['a', 'b'],
    truncated: false,
  };
  const profile = (known: number[], unknown: Record<string, number>, missing = 0) => ({
    ...emptyProfile,
    columns: {
      c: {
        presence: { values: sum(known) + sum(Object.values(unknown)), missing, invalid: 0 },
        categories: { known, unknown, unknownRows: sum(Object.values(unknown)) },
      },
    },
  });

  it('has the shares of both sides, the most frequent first, and says which are new', () => {
    const [drawn] = distributions([column], profile([60, 40], {}), profile([10, 0], { z: 30 }, 10));
    expect(drawn).toEqual({
      column: 'c',
      role: 'feature',
      type: 'categorical',
      missing: { baseline: 0, current: 0.2 },
      categories: [
        { name: 'z', baseline: 0, current: 0.75, new: true },
        { name: 'a', baseline: 0.6, current: 0.25 },
        { name: 'b', baseline: 0.4, current: 0 },
      ],
      other: { baseline: 0, current: 0 },
    });
  });

  it('pools what is beyond fifteen categories, to the row', () => {
    const unknown = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`n${i}`, 1]));
    const [drawn] = distributions([column], profile([1, 0], {}), profile([0, 0], unknown));
    expect(drawn).toMatchObject({ other: { baseline: 0, current: 26 / 40 } });
  });
});

describe('the curves of scores', () => {
  const scoreEdges = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
  const frame = { scoreEdges } as unknown as OutcomeFrame;
  const positiveScores = Array.from({ length: 1000 }, (_, i) => i);
  const negativeScores = Array.from({ length: 1000 }, (_, i) => 999 - i);
  const outcome = { binary: { positiveScores, negativeScores } as unknown as BinaryOutcome };

  it('keep the area under the ROC curve with at most 60 points', () => {
    const [curves] = scoreCurves(frame, {}, outcome) ?? [];
    const roc = curves?.roc.current ?? [];
    expect(roc.length).toBeLessThanOrEqual(60);
    expect(roc[0]).toEqual([0, 0]);
    expect(roc.at(-1)).toEqual([1, 1]);
    const area = roc.slice(1).reduce((all, [x, y], i) => {
      const [a, b] = roc[i] ?? [0, 0];
      return all + ((x - a) * (y + b)) / 2;
    }, 0);
    expect(Math.abs(area - areaUnderRoc(positiveScores, negativeScores))).toBeLessThan(0.002);
  });

  it('are null on the side that has no outcome, and not there where neither has', () => {
    const [curves] = scoreCurves(frame, {}, outcome) ?? [];
    expect(curves?.roc.baseline).toBeNull();
    expect(scoreCurves(frame, {}, {})).toBeNull();
  });

  it('hold probability against share in ten bins', () => {
    const [curves] = scoreCurves(frame, {}, outcome) ?? [];
    const points = curves?.calibration.current ?? [];
    expect(points).toHaveLength(10);
    // As many positives as the score says.
    for (const { probability, share } of points)
      expect(Math.abs(probability - share)).toBeLessThan(0.01);
  });
});

describe('the confusion of many classes', () => {
  it('pools those beyond twelve, and loses no row', () => {
    const pairs = Array.from({ length: 20 }, (_, i) => [
      JSON.stringify([`c${i}`, `c${(i + 1) % 20}`]),
      20 - i,
    ]);
    const multiclass = { confusion: Object.fromEntries(pairs) } as never;
    const confusion = confusionOf({}, { multiclass });
    expect(confusion?.classes).toHaveLength(13);
    expect(confusion?.classes.at(-1)).toBe('(other)');
    expect(sum((confusion?.rows.current ?? []).flat())).toBe(210);
    expect(confusion?.rows.baseline).toBeNull();
  });
});
