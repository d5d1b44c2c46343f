import { describe, expect, it } from 'vitest';
import { criticalDistance } from '../../../lib/stats/noise/noise.ts';
import { unseenNoise } from '../../../lib/stats/noise/unseen-noise.ts';

const NONE = { count: 0, share: 0 };

describe('the noise of values that a baseline lacks', () => {
  // scipy.stats.nbinom.sf(k - 1, shape, B / (n + B)), B = shape / (reference share + hints / m)
  it.each([
    [{ size: 100, referenceSize: 5600, hints: 21, reference: NONE }, 0.03, 0.007354320689897805],
    [{ size: 100, referenceSize: 1000, hints: 2, reference: NONE }, 0.02, 0.023290758827948926],
    [{ size: 1000, referenceSize: 50_000, hints: 1, reference: NONE }, 0.001, 0.019607843137254943],
    [
      { size: 200, referenceSize: 1000, hints: 2, reference: { count: 10, share: 0.02 } },
      0.03,
      0.03322237912462689,
    ],
  ])('of %j reaches %f with the probability that SciPy gives', (unseen, distance, p) => {
    expect(unseenNoise(unseen).survival(distance)).toBeCloseTo(p, 12);
  });

  it('is exact for the ends of a range, whatever the distribution', () => {
    // Of m + n rows each set of n is as likely the window: it holds the k largest of all with probability C(m + n - k, m) / C(m + n, m).
    const [n, m] = [50, 2000];
    const noise = unseenNoise({ size: n, referenceSize: m, hints: 1, reference: NONE });
    let exact = 1;
    for (let k = 1; k <= 4; k++) {
      exact *= (n - k + 1) / (m + n - k + 1);
      expect(noise.survival(k / n) / exact).toBeGreaterThan(0.99);
      expect(noise.survival(k / n) / exact).toBeLessThan(1.2);
    }
  });

  it('expects more of a baseline with more singletons', () => {
    const reach = (hints: number) =>
      criticalDistance(
        unseenNoise({ size: 100, referenceSize: 5000, hints, reference: NONE }),
        1e-3,
      );
    expect(reach(40)).toBeGreaterThan(2 * reach(1));
  });
});
