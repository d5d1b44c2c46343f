import { cramerVonMisesP as survival } from '../../stats/cramer-von-mises.ts';
import type { ColumnMetric } from '../metric.ts';
import { isWatchedNumber, overHistograms } from './distance.ts';

export const cramerVonMisesP: ColumnMetric = {
  name: 'cramer_von_mises_p',
  per: 'column',
  family: 'drift',
  description:
    'p-value of cramer_von_mises, from its limiting distribution. With many rows it is small for differences that do not matter.',
  formula:
    'P(W > 1/6 + (T - E T) / sqrt(45 var T)), W of the limiting distribution, mean and variance of T by chance, equal values allowed for',
  interval: 'none: it is a probability itself',
  error: { absolute: 0.02 },
  source:
    'scipy.stats.cramervonmises_2samp(method="asymptotic") where no values are equal; SciPy does not allow for equal ones',
  unit: 'none',
  worse: 'lower',
  appliesTo: isWatchedNumber,
  measure: (input) => overHistograms(input, (a, b) => ({ value: survival(a, b) }), 1),
};
