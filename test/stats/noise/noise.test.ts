import { describe, expect, it } from 'vitest';
import { binnedNoise } from '../../../lib/metrics/drift/binned-noise.ts';
import { jensenShannonDistance, populationStabilityIndex } from '../../../lib/stats/divergence.ts';
import { wassersteinNoise } from '../../../lib/stats/noise/area-noise.ts';
import { chiSquareNoise, normalNoise } from '../../../lib/stats/noise/chi-square-noise.ts';
import { kolmogorovNoise } from '../../../lib/stats/noise/kolmogorov-noise.ts';
import { criticalDistance, scaledNoise } from '../../../lib/stats/noise/noise.ts';

describe('laws of chance', () => {
  it('are those of SciPy', () => {
    // chi2.sf(20, 9), 2 * norm.sf(2.5), norm.sf(2.5), kstwo.sf(0.15, 100)
    const chiSquare = chiSquareNoise({ size: 100, power: 1, unit: 100, degreesOfFreedom: 9 });
    expect(chiSquare.survival(0.2)).toBeCloseTo(0.017912404529843298, 10);
    expect(normalNoise(0.01, 100, 2).survival(0.025)).toBeCloseTo(0.012419330651552265, 10);
    expect(normalNoise(0.01, 100, 1).survival(0.025)).toBeCloseTo(0.006209665325776132, 10);
    expect(kolmogorovNoise(200, 200).survival(0.15)).toBeCloseTo(0.019839242125643017, 6);
  });

  it('give back the distance that they reach with a probability', () => {
    // chi2.isf(1e-4, 4) = 23.512742
    const noise = chiSquareNoise({ size: 400, power: 2, unit: 400, degreesOfFreedom: 4 });
    const reach = criticalDistance(noise, 1e-4);
    expect(reach ** 2 * 400).toBeCloseTo(23.512742444990838, 6);
    expect(criticalDistance(scaledNoise(noise, 2), 1e-4)).toBeCloseTo(reach / 2, 9);
  });
});

describe('noise by drawing', () => {
  it('is the same every time', () => {
    const rare = [500, 300, 190, 9, 1].map((count) => count * 25);
    const noise = () =>
      binnedNoise(rare, [52, 28, 19, 1, 0], { name: 'js', power: 2, of: jensenShannonDistance });
    expect(noise().survival(0.2)).toBe(noise().survival(0.2));
    expect(noise().survival(0)).toBe(1);
  });

  it('draws only as much as it takes to tell, and all of it where the distance is unlikely', () => {
    const rare = [500, 300, 190, 9, 1].map((count) => count * 25);
    const law = { name: 'near', power: 1, of: populationStabilityIndex } as const;
    const noise = binnedNoise(rare, [52, 28, 19, 1, 0], law);
    const [likely, unlikely] = [0.6, 0.002].map((level) => criticalDistance(noise, level));
    const rough = noise.near?.(likely as number).survival(likely as number) ?? Number.NaN;
    expect(rough).not.toBe(noise.survival(likely as number));
    expect(rough).toBeGreaterThan(0.4);
    expect(rough).toBeLessThan(0.8);
    expect(noise.near?.(unlikely as number).survival(unlikely as number)).toBe(
      noise.survival(unlikely as number),
    );
  });

  it('is chi-square where every bin holds many rows', () => {
    const even = Array.from({ length: 10 }, () => 100_000);
    const window = even.map((count) => count / 1000);
    const law = { power: 1, of: populationStabilityIndex } as const;
    const exact = binnedNoise(even, window, { ...law, name: 'psi', unit: 1 });
    const drawn = binnedNoise(even, window, { ...law, name: 'psi, drawn' });
    for (const level of [0.5, 0.1, 0.02]) {
      const share = drawn.survival(criticalDistance(exact, level)) / level;
      expect(share).toBeGreaterThan(0.6);
      expect(share).toBeLessThan(1.5);
    }
  });

  it('tells how far a Wasserstein distance goes', () => {
    // scipy.stats.wasserstein_distance of 1,000 and 20,000 standard normal values: median 0.038, 95 % quantile 0.073, 600 draws.
    const edges = Array.from({ length: 161 }, (_, i) => -4 + i / 20);
    const density = edges.map((edge) => Math.round(2e4 * Math.exp(-((edge - 0.025) ** 2) / 2)));
    const reference = { counts: [...density, 0], min: -4, max: 4, sum: 0 };
    const noise = wassersteinNoise(edges, reference, (1000 * 20_000) / 21_000);
    expect(noise.survival(0.0381)).toBeGreaterThan(0.4);
    expect(noise.survival(0.0381)).toBeLessThan(0.6);
    expect(noise.survival(0.0729)).toBeGreaterThan(0.025);
    expect(noise.survival(0.0729)).toBeLessThan(0.09);
    expect(noise.survival(0.2)).toBeLessThan(1e-5);
  });
});
