import { kolmogorovSurvival } from '../../stats/kolmogorov.ts';
import { kolmogorovSmirnovDistance } from '../../stats/kolmogorov-smirnov.ts';
import { total } from '../../stats/sums.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedNumber, overHistograms } from './distance.ts';

export const kolmogorovSmirnovP: ColumnMetric = {
  name: 'kolmogorov_smirnov_p',
  per: 'column',
  family: 'drift',
  description:
    'Two-sided p-value of kolmogorov_smirnov, as for one sample of nm/(n+m) values. With many rows it is small for differences that do not matter.',
  formula: 'P(D of round(nm / (n+m)) values from one distribution > kolmogorov_smirnov)',
  interval: 'none: it is a probability itself',
  error: { absolute: 0.1 },
  source: 'scipy.stats.ks_2samp(method="asymp"); SciPy’s exact method differs for small samples',
  unit: 'none',
  worse: 'lower',
  appliesTo: isWatchedNumber,
  measure: (input) =>
    overHistograms(
      input,
      (a, b) => {
        const [n, m] = [total(a), total(b)];
        const effective = Math.max(1, Math.round((n * m) / (n + m)));
        return { value: kolmogorovSurvival(kolmogorovSmirnovDistance(a, b), effective) };
      },
      1,
    ),
};
