import type { Metric } from '../metric.ts';
import { chiSquareMetric } from './chi-square.ts';
import { chiSquareP } from './chi-square-p.ts';
import { cramersV } from './cramers-v.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { kolmogorovSmirnovP } from './kolmogorov-smirnov-p.ts';
import { lInfinity } from './l-infinity.ts';
import { psi } from './psi.ts';
import { wasserstein } from './wasserstein.ts';
import { wassersteinNormalised } from './wasserstein-normalised.ts';

/** One file each; a new one is one more line here. */
export const DRIFT_METRICS: readonly Metric[] = [
  psi,
  jensenShannon,
  kolmogorovSmirnov,
  kolmogorovSmirnovP,
  wasserstein,
  wassersteinNormalised,
  chiSquareMetric,
  chiSquareP,
  cramersV,
  lInfinity,
];
