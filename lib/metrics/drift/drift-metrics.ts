import type { Metric } from '../metric.ts';
import { chiSquareMetric } from './chi-square.ts';
import { chiSquareP } from './chi-square-p.ts';
import { classBalanceChange } from './class-balance-change.ts';
import { cramerVonMises } from './cramer-von-mises.ts';
import { cramerVonMisesP } from './cramer-von-mises-p.ts';
import { cramersV } from './cramers-v.ts';
import { energyDistance } from './energy-distance.ts';
import { hellinger } from './hellinger.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { kolmogorovSmirnovP } from './kolmogorov-smirnov-p.ts';
import { lInfinity } from './l-infinity.ts';
import { meanShift } from './mean-shift.ts';
import { psi } from './psi.ts';
import { totalVariation } from './total-variation.ts';
import { wasserstein } from './wasserstein.ts';
import { wassersteinNormalised } from './wasserstein-normalised.ts';

/** One file each; a new one is one more line here. */
export const DRIFT_METRICS: readonly Metric[] = [
  psi,
  jensenShannon,
  hellinger,
  kolmogorovSmirnov,
  kolmogorovSmirnovP,
  cramerVonMises,
  cramerVonMisesP,
  wasserstein,
  wassersteinNormalised,
  energyDistance,
  meanShift,
  chiSquareMetric,
  chiSquareP,
  cramersV,
  lInfinity,
  totalVariation,
  classBalanceChange,
];
