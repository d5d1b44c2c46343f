import type { CheckEvidence, WindowEvidence } from '../results.ts';
import { upperNormalQuantile } from '../stats/normal.ts';
import { isWhole } from '../whole.ts';
import { sequentialBudget } from './budget.ts';
import type { Check } from './calibrate.ts';
import { LEAST_Z, MOST_Z } from './cumulative-sum.ts';
import type { Limits } from './limits.ts';
import type { Measured } from './measured.ts';

/** What a window adds to the evidence over windows: its checks of all rows that lean against chance. */
export function windowEvidence(
  measured: readonly Measured[],
  checks: readonly (Check | null)[],
  budget: number,
): WindowEvidence {
  const wholes = measured.flatMap((one, i) => {
    const check = checks[i];
    return check?.alert && isWhole(one.place) ? [{ one, check, limits: check.alert }] : [];
  });
  return {
    share: sequentialBudget(budget),
    checks: wholes.length,
    of: wholes.flatMap(({ one, check, limits }) => evidenceIn(one, check, limits) ?? []),
  };
}

function evidenceIn(measured: Measured, { evidence }: Check, limits: Limits): CheckEvidence | null {
  const { metric, place, value, support, referenceSupport = 0 } = measured;
  const { value: found, reference } = value;
  const z = standardDeviations(evidence.p);
  if (z < LEAST_Z || found === null || reference === null) return null;
  const { comparison, dispersion } = evidence;
  const sided = limits.min === undefined || limits.max === undefined;
  const test = !value.noise && sided;
  const least = Math.abs((limits.max ?? limits.min ?? Number.NaN) - reference);
  if (!(least > 0)) return null;
  const power = test ? 1 : comparison.noise.power;
  const chance = test ? 0 : comparison.noise.expected * dispersion;
  const shared = support / Math.max(1, support + referenceSupport);
  const errorStays = !value.noise || comparison.noise.errorStays === true;
  return {
    ...{ metric: metric.name, column: place.column, kind: metric.family, unit: metric.unit },
    z: short(z),
    effect: short((comparison.distance ** power - chance) / least ** power),
    ...{ power, shared: short(errorStays ? Math.sqrt(shared) : shared), reference, limits },
  };
}

/** Results hold many of these: four digits are more than is known. */
function short(value: number): number {
  return Number(value.toPrecision(4));
}

function standardDeviations(p: number): number {
  return p >= 0.5 ? 0 : p < 1e-4 ? MOST_Z : Math.min(MOST_Z, upperNormalQuantile(p));
}
