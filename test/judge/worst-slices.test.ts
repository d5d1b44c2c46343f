import { describe, expect, test } from 'vitest';
import type { WindowProfiles } from '../../lib/judge/measure-window.ts';
import type { Measured } from '../../lib/judge/measured.ts';
import { type WorstSlices, worstSlices } from '../../lib/judge/worst-slices.ts';
import { metricNamed } from '../../lib/metrics/registry.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { emptyProfile, type Slice } from '../../lib/profile/profile.ts';
import { worstSlicesText } from '../../lib/report/worst-slices-text.ts';
import { raw } from '../../lib/sql/sql.ts';
import { chiSquareSurvival } from '../../lib/stats/chi-square.ts';
import { expectedStabilityIndex, populationStabilityIndex } from '../../lib/stats/divergence.ts';
import { excessErrors } from '../../lib/stats/excess-errors.ts';
import { excessStability } from '../../lib/stats/excess-stability.ts';
import { meanInterval, wilsonInterval } from '../../lib/stats/interval.ts';
import { total } from '../../lib/stats/sums.ts';
import { measureRows } from '../support/measure-rows.ts';

const NOTHING: WorstSlices = { performance: [], drift: [] };

function profiles(
  task: 'binary' | 'regression' = 'binary',
  baseline: readonly Slice[] = [],
): WindowProfiles {
  const monitor = parseMonitor(
    `{ monitor: m, task: ${task}, columns: { timestamp: t }, alerts: { min_rows: 200 } }`,
    'monitor.yaml',
  );
  return { monitor, baseline } as unknown as WindowProfiles;
}

function measuredAs(
  metric: string,
  segment: string | null,
  support: number,
  value: Measured['value'],
  column: string | null = null,
): Measured {
  return {
    metric: metricNamed(metric),
    place: { column, segment, variant: null },
    value,
    support,
  };
}

/** The accuracy of segments, from right predictions and rows, and of all of them together. */
function accuracies(segments: Readonly<Record<string, readonly [number, number]>>): Measured[] {
  const of = (segment: string | null, right: number, rows: number) =>
    measuredAs('accuracy', segment, rows, {
      value: right / rows,
      ...wilsonInterval(right, rows),
      reference: 0.85,
    });
  const parts = Object.entries(segments);
  const sum = (i: 0 | 1) =>
    parts.filter(([name]) => !name.includes('&')).reduce((all, [, part]) => all + part[i], 0);
  return [of(null, sum(0), sum(1)), ...parts.map(([name, part]) => of(name, ...part))];
}

/** The drift of one column in segments and in all of them together, from counts of baseline and window. */
function drifts(
  column: string,
  segments: Readonly<Record<string, readonly [readonly number[], readonly number[]]>>,
): { measured: Measured[]; baseline: Slice[] } {
  const add = (counts: readonly (readonly number[])[]) =>
    (counts[0] ?? []).map((_, i) => counts.reduce((sum, one) => sum + (one[i] ?? 0), 0));
  const pairs = Object.values(segments);
  const whole = [add(pairs.map(([a]) => a)), add(pairs.map(([, b]) => b))] as const;
  const of = (segment: string | null, [a, b]: readonly [readonly number[], readonly number[]]) =>
    measuredAs(
      'psi',
      segment,
      total(b),
      {
        value: populationStabilityIndex(a, b),
        chance: expectedStabilityIndex(a, b),
        reference: 0,
      },
      column,
    );
  return {
    measured: [of(null, whole), ...Object.entries(segments).map(([name, two]) => of(name, two))],
    baseline: Object.entries(segments).map(([segment, [a]]) => ({
      variant: null,
      segment,
      profile: {
        ...emptyProfile,
        columns: { [column]: { presence: { values: total(a), missing: 0, invalid: 0 } } },
      },
    })),
  };
}

function generator(seed: number) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function draws(random: () => number, shares: readonly number[], rows: number): number[] {
  const counts = shares.map(() => 0);
  for (let n = 0; n < rows; n++) {
    let u = random();
    let i = 0;
    while (i < shares.length - 1 && u > (shares[i] ?? 1)) u -= shares[i++] ?? 0;
    counts[i] = (counts[i] ?? 0) + 1;
  }
  return counts;
}

describe('performance', () => {
  test('a segment that does worse is named with its numbers; a better one is not', () => {
    const measured = accuracies({
      'country=DE': [1790, 2000],
      'country=FR': [293, 412],
      'country=IT': [1760, 2000],
    });
    const { performance } = worstSlices(measured, profiles());
    expect(performance).toHaveLength(1);
    expect(performance[0]).toMatchObject({
      segment: 'country=FR',
      metric: 'accuracy',
      column: null,
      rows: 412,
      sentence:
        'country=FR: accuracy 71.1 % where the whole has 87.1 % (412 labelled rows; baseline 85 %)',
    });
    expect(performance[0]?.effect).toBeCloseTo(119 / 412 / (569 / 4412) - 1, 10);
    expect(performance[0]?.evidence).toBeLessThan(1e-10);
  });

  test('a large effect of few rows and a small one of many are nothing', () => {
    expect(
      worstSlices(accuracies({ 'a=1': [90, 150], 'a=2': [9000, 10_000] }), profiles()),
    ).toEqual(NOTHING);
    expect(
      worstSlices(accuracies({ 'a=1': [899_000, 1e6], 'a=2': [902_000, 1e6] }), profiles()),
    ).toEqual(NOTHING);
  });

  test('of nested segments the one that explains more is named', () => {
    const bad = { 'a=x': [700, 1000], 'a=y': [4500, 5000] } as const;
    const evenly = { ...bad, 'a=x & b=1': [350, 500], 'a=x & b=2': [350, 500] } as const;
    expect(
      worstSlices(accuracies(evenly), profiles()).performance.map((one) => one.segment),
    ).toEqual(['a=x']);
    const inOnePart = { ...bad, 'a=x & b=1': [250, 500], 'a=x & b=2': [450, 500] } as const;
    expect(
      worstSlices(accuracies(inOnePart), profiles()).performance.map((one) => one.segment),
    ).toEqual(['a=x & b=1']);
  });

  test('at most five, those with the largest sure effect first', () => {
    const names = 'abcdefg'.split('');
    const segments = Object.fromEntries(
      names.map((name, i) => [`s=${name}`, [700 - 20 * i, 1000] as const]),
    );
    const { performance } = worstSlices(
      accuracies({ ...segments, 's=rest': [90_000, 100_000] }),
      profiles(),
    );
    expect(performance.map(({ segment }) => segment)).toEqual(['s=g', 's=f', 's=e', 's=d', 's=c']);
  });

  test('mae is held against the spread of the slice itself', () => {
    const of = (segment: string | null, rows: number, value: number) =>
      measuredAs('mae', segment, rows, { value, ...meanInterval(value, 5, rows), reference: null });
    const found = worstSlices(
      [of(null, 5000, 5), of('a=1', 400, 6.5), of('a=2', 400, 5.6), of('a=3', 100, 20)],
      profiles('regression'),
    ).performance;
    expect(found.map(({ segment }) => segment)).toEqual(['a=1']);
    expect(found[0]?.sentence).toBe('a=1: mae 6.5 where the whole has 5 (400 labelled rows)');
  });

  test('without labels, errors or segments there is nothing', () => {
    const unlabelled = measuredAs('accuracy', null, 0, {
      value: null,
      reference: null,
      reason: '-',
    });
    for (const measured of [[], [unlabelled], accuracies({ 'a=1': [500, 500], 'a=2': [500, 500] })])
      expect(worstSlices(measured, profiles())).toEqual(NOTHING);
  });
});

describe('drift', () => {
  const even = [500, 500, 500, 500];

  test('a segment whose column moved is named, one that moved with the whole is not', () => {
    const moved = [200, 300, 600, 900];
    const { measured, baseline } = drifts('price', {
      'a=1': [even, even],
      'a=2': [even, even],
      'a=3': [even, moved],
    });
    const { drift } = worstSlices(measured, profiles('binary', baseline));
    expect(drift).toHaveLength(1);
    expect(drift[0]).toMatchObject({ segment: 'a=3', metric: 'psi', column: 'price', rows: 2000 });
    expect(drift[0]?.sentence).toMatch(
      /^a=3: price drifted, psi 0\.\d+ where the whole has 0\.\d+ \(2000 rows\)$/,
    );
    const together = drifts('price', {
      'a=1': [even, moved],
      'a=2': [even, moved],
      'a=3': [even, [190, 310, 600, 900]],
    });
    expect(worstSlices(together.measured, profiles('binary', together.baseline))).toEqual(NOTHING);
  });

  test('a segment has one entry, by its strongest column, which tells of the others', () => {
    const columns = ['x', 'y', 'z', 'v'].map((column, i) =>
      drifts(column, {
        'a=1': [even, even],
        'a=2': [even, [200 - 20 * i, 300 + 20 * i, 600, 900]],
      }),
    );
    const { drift } = worstSlices(
      columns.flatMap(({ measured }) => measured),
      profiles('binary', [
        ...['a=1', 'a=2'].map(
          (segment): Slice => ({
            variant: null,
            segment,
            profile: {
              ...emptyProfile,
              columns: Object.fromEntries(
                ['x', 'y', 'z', 'v'].map((name) => [
                  name,
                  { presence: { values: 2000, missing: 0, invalid: 0 } },
                ]),
              ),
            },
          }),
        ),
      ]),
    );
    expect(drift.map(({ segment, column }) => [segment, column])).toEqual([['a=2', 'v']]);
    expect(drift[0]?.sentence).toMatch(/; so did z, y, 1 more$/);
  });

  test('a segment with few rows in the baseline is not looked at', () => {
    const { measured, baseline } = drifts('x', {
      'a=1': [
        [50, 50],
        [900, 100],
      ],
      'a=2': [
        [2000, 2000],
        [2000, 2000],
      ],
    });
    expect(worstSlices(measured, profiles('binary', baseline)).drift).toEqual([]);
  });
});

describe('pure noise names nothing most of the time', () => {
  const WINDOWS = 150;
  const shareNaming = (window: () => WorstSlices) => {
    const found = Array.from({ length: WINDOWS }, window);
    return (
      found.filter(({ performance, drift }) => performance.length + drift.length > 0).length /
      WINDOWS
    );
  };

  test.each([
    [0.85, 7],
    [0.99, 8],
    [0.5, 9],
  ])('accuracy of %f in 40 segments of 200 to 600 rows', (accuracy, seed) => {
    const random = generator(seed);
    const share = shareNaming(() => {
      const segments = Array.from({ length: 40 }, (_, i) => {
        const [right = 0, wrong = 0] = draws(random, [accuracy, 1 - accuracy], 200 + 10 * i);
        return [`s=${i}`, [right, right + wrong]] as const;
      });
      return worstSlices(accuracies(Object.fromEntries(segments)), profiles());
    });
    expect(share).toBeLessThan(0.03);
  });

  test('mae of errors with a long tail', () => {
    const random = generator(11);
    const share = shareNaming(() => {
      const segments = Array.from({ length: 40 }, () =>
        Array.from({ length: 250 }, () => random() ** -0.3 - 1),
      );
      const of = (segment: string | null, errors: readonly number[]) => {
        const mean = total(errors) / errors.length;
        const deviation = Math.sqrt(total(errors.map((e) => (e - mean) ** 2)) / errors.length);
        const value = { value: mean, ...meanInterval(mean, deviation, errors.length) };
        return measuredAs('mae', segment, errors.length, { ...value, reference: null });
      };
      return worstSlices(
        [of(null, segments.flat()), ...segments.map((errors, i) => of(`s=${i}`, errors))],
        profiles('regression'),
      );
    });
    expect(share).toBeLessThan(0.03);
  });

  test.each([
    ['deciles', new Array<number>(10).fill(0.1), 13],
    ['two categories, one of them rare', [0.98, 0.02], 14],
    ['categories of which most are rare', [0.4, 0.3, ...new Array<number>(30).fill(0.01)], 15],
  ])('psi over %s in 25 segments', (_, shares, seed) => {
    const random = generator(seed);
    const share = shareNaming(() => {
      const segments = Array.from({ length: 25 }, (_, i) => [
        `s=${i}`,
        [draws(random, shares, 400), draws(random, shares, 200 + 8 * i)],
      ]);
      const { measured, baseline } = drifts('x', Object.fromEntries(segments));
      return worstSlices(measured, profiles('binary', baseline));
    });
    expect(share).toBeLessThan(0.03);
  });
});

/** Errors and rows of the part, of all, and the probability. scipy 1.17.1: hypergeom(all, wrong, rows).sf(errors - 1) */
const EXACT_ERRORS: readonly (readonly [number, number, number, number, number])[] = [
  [10, 200, 200, 20_000, 3.4602885975501166e-5],
  [9, 200, 80, 8000, 0.00015919507152519792],
  [60, 200, 1200, 8000, 3.6019722453697884e-8],
  [90, 412, 569, 4412, 7.605309127127043e-8],
  [150, 400, 3000, 10_000, 0.0006244166318362046],
  [14, 300, 100, 6000, 0.00040430497517689103],
];

describe('the tests themselves', () => {
  test('more errors than the rest: not far from the exact probability, and not below it', () => {
    for (const [k, rows, wrong, all, exact] of EXACT_ERRORS) {
      const { p } = excessErrors({ wrong: k, rows }, { wrong, rows: all });
      expect(p / exact, `${k} of ${rows}`).toBeGreaterThan(0.8);
      expect(p / exact, `${k} of ${rows}`).toBeLessThan(1.6);
    }
  });

  test('drift beyond the whole: chi-square where the whole stands still', () => {
    const { effect, p } = excessStability(
      { value: 0.08, chance: 9 * (1 / 500 + 1 / 300) },
      { value: 0.0005, chance: 0.001 },
      500,
      300,
    );
    expect(effect).toBeCloseTo(0.032, 12);
    expect(p).toBeCloseTo(chiSquareSurvival(0.08 / (1 / 500 + 1 / 300), 9), 12);
  });
});

test('rows with a planted weak segment and a planted shift, through the real reader', async () => {
  const rows = (n: number, seed: number, planted: boolean) => {
    const weak = planted ? "country = 'FR'" : 'false';
    const shifted = planted ? "device = 'tv'" : 'false';
    return raw(`(SELECT TIMESTAMP '2026-01-01' AS t, country, device, u2 + CASE WHEN ${shifted} THEN 0.4 ELSE 0 END AS price,
        (u1 > 0.5)::INTEGER AS outcome, CASE WHEN u3 < CASE WHEN ${weak} THEN 0.3 ELSE 0.12 END
          THEN 1 - (u1 > 0.5)::INTEGER ELSE (u1 > 0.5)::INTEGER END AS decision
      FROM (SELECT ['DE', 'FR', 'IT', 'ES'][1 + i % 4] AS country, ['tv', 'web', 'app'][1 + (i // 4) % 3] AS device,
        hash(i * 3 + ${seed}) % 10007 / 10007 AS u1, hash(i * 5 + 1 + ${seed}) % 10007 / 10007 AS u2,
        hash(i * 7 + 2 + ${seed}) % 10007 / 10007 AS u3 FROM range(${n}) r(i)))`);
  };
  const monitor = `{ monitor: m, task: binary, columns: { timestamp: t, prediction: decision, label: outcome,
    features: { price: numeric }, segments: [country, device, { columns: [country, device] }] } }`;
  const { frame, baseline, windows, measured } = await measureRows({
    monitor,
    baseline: rows(12_000, 1, false),
    windows: [rows(6000, 500_009, true), rows(6000, 900_007, false)],
  });
  const worst = measured.map((values, i) =>
    worstSlices(values, {
      monitor: parseMonitor(monitor, 'monitor.yaml'),
      frame,
      baseline,
      current: windows[i] ?? [],
      windowMinutes: 1440,
      rejected: 0,
    }),
  );
  expect(worst[0]?.performance.map(({ segment }) => segment)).toEqual(['country=FR']);
  expect(worst[0]?.drift.map(({ segment, column }) => [segment, column])).toEqual([
    ['device=tv', 'price'],
  ]);
  expect(worst[1]).toEqual(NOTHING);
  const [first = '', second = ''] = worstSlicesText(worst[0] ?? NOTHING);
  expect(first).toMatch(
    /^worst performance {2}country=FR: accuracy .* \(1500 labelled rows; baseline /,
  );
  expect(second).toMatch(/^most drift {9}device=tv: price drifted, psi /);
});

test('the report shows three of a kind and says how many more there are', () => {
  const slice = (sentence: string) => ({ sentence }) as WorstSlices['drift'][number];
  expect(
    worstSlicesText({ performance: ['a', 'b', 'c', 'd'].map(slice), drift: [slice('e')] }),
  ).toEqual([
    'worst performance  a',
    '                   b',
    '                   c',
    '                   and 1 more',
    'most drift         e',
  ]);
  expect(worstSlicesText(NOTHING)).toEqual([]);
});
