import { describe, expect, it } from 'vitest';
import { binnedNoise } from '../../../lib/metrics/drift/binned-noise.ts';
import { jensenShannonDistance, populationStabilityIndex } from '../../../lib/stats/divergence.ts';
import { tailOf, tailSurvival } from '../../../lib/stats/noise/tail.ts';
import { twoBinNoise } from '../../../lib/stats/noise/two-sided-noise.ts';
import { seededRandom } from '../../support/random.ts';

const psi = { name: 'psi', power: 1, unit: 1, of: populationStabilityIndex } as const;

/** How often nothing but chance has p of at most the level. */
function share(
  shares: readonly number[],
  [n, m]: readonly [number, number],
  level: number,
): number {
  const random = seededRandom(n + m);
  const draw = (size: number) => {
    const counts = shares.map(() => 0);
    for (let i = 0; i < size; i++) {
      let [at, bin] = [random(), 0];
      while (bin < shares.length - 1 && at >= (shares[bin] as number))
        at -= shares[bin++] as number;
      counts[bin] = (counts[bin] as number) + 1;
    }
    return counts;
  };
  const runs = 400;
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const [a, b] = [draw(n), draw(m)];
    const noise = binnedNoise(a, b, psi);
    const distance = populationStabilityIndex(
      ...([a, b].map((side) => side.filter((_, i) => (a[i] ?? 0) + (b[i] ?? 0) > 0)) as [
        number[],
        number[],
      ]),
    );
    if ((noise.near?.(distance) ?? noise).survival(distance) <= level) found += 1 / runs;
  }
  return found;
}

describe('noise of bins with few rows', () => {
  it.each([
    ['many categories, few rows', new Array(200).fill(1 / 200), [1000, 200]],
    ['many categories, more rows than are drawn', new Array(200).fill(1 / 200), [4000, 3000]],
    ['rare categories', [0.9, 0.09, 0.005, 0.003, 0.001, 0.0006, 0.0004], [5000, 300]],
    ['a rare flag', [0.999, 0.001], [20_000, 100]],
  ] as const)('has as many small p as there should be: %s', (_, shares, sizes) => {
    expect(share(shares, sizes, 0.05)).toBeLessThan(0.09);
    expect(share(shares, sizes, 0.01)).toBeLessThan(0.025);
  });

  it('of two bins is exact', () => {
    // scipy.stats.hypergeom(60060, 6, 60).sf(0): one or more of six marked rows of 60,060 among 60.
    const noise = twoBinNoise([59_995, 5], [59, 1], { power: 1, of: populationStabilityIndex });
    expect(noise.survival(populationStabilityIndex([59_995, 5], [59, 1]))).toBeCloseTo(
      0.005979304146364273,
      8,
    );
    expect(noise.survival(0)).toBeCloseTo(1, 12);
  });

  it('takes draws from what both sides have, so that one row of a rare category is no wonder', () => {
    const [a, b] = [
      [9000, 900, 90, 9, 1],
      [54, 5, 0, 0, 1],
    ];
    const law = { name: 'js', power: 2, of: jensenShannonDistance } as const;
    const distance = jensenShannonDistance(a, b);
    expect(binnedNoise(a, b, law).survival(distance)).toBeGreaterThan(1e-3);
  });
});

describe('the tail of a sample', () => {
  const random = seededRandom(3);
  const sample = (quantile: (p: number) => number) =>
    Array.from({ length: 1000 }, () => quantile(random()));

  it('of an exponential one is exponential', () => {
    const tail = tailOf(sample((p) => -Math.log(1 - p)));
    expect(tail.shape).toBe(0);
    const p = tailSurvival(tail, -Math.log(1e-5));
    expect(p / 1e-5).toBeGreaterThan(0.1);
    expect(p / 1e-5).toBeLessThan(10);
  });

  it('that falls off as a power is seen as such', () => {
    const tail = tailOf(sample((p) => (1 - p) ** -0.7));
    expect(tail.shape).toBeGreaterThan(0.4);
    expect(tailSurvival(tail, 1e-4 ** -0.7)).toBeGreaterThan(1e-5);
  });

  it('never says less than its largest values do', () => {
    const few = [...new Array<number>(995).fill(0), 100, 100, 100, 100, 100];
    expect(tailSurvival(tailOf(few), 100)).toBeGreaterThanOrEqual(6 / 1001);
  });
});
