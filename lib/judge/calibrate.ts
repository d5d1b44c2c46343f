import type { Monitor } from '../monitor/schema.ts';
import { isWhole } from '../whole.ts';
import { leastEffects } from './applicable-limits.ts';
import { levelsOf } from './budget.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { tooFewRows } from './judge-by-limits.ts';
import { isOutside, type Limits } from './limits.ts';
import type { Measured } from './measured.ts';
import { type Variation, variationKey } from './variation.ts';
import type { Verdict } from './verdict.ts';

/** A value whose chance is known, and the effects that matter. */
export interface Check {
  readonly evidence: Evidence;
  readonly warning: Limits | null;
  readonly alert: Limits | null;
}

/** The check of each value; null where the metric is not calibrated: no least effect is known of it, or no law of chance. */
export function checksOf(
  measured: readonly Measured[],
  monitor: Monitor,
  variation: Variation = {},
): (Check | null)[] {
  return measured.map((one) => checkOf(one, monitor, variation));
}

/**
 * Verdicts within a budget of false alarms: the share of windows that may hold one.
 *
 * A value is an alert where chance does not explain it at its check's level and it is as large as matters; certain and smaller
 * it is a warning at most. Null where there is no check.
 */
export function calibratedVerdicts(
  measured: readonly Measured[],
  checks: readonly (Check | null)[],
  budget: number,
): (Verdict | null)[] {
  const weighed = measured.flatMap(({ place }, i) => {
    const check = checks[i];
    const whole = isWhole(place);
    return check ? [{ p: check.evidence.p, whole }] : [];
  });
  const levels = levelsOf(weighed, budget)[Symbol.iterator]();
  return measured.map(({ value }, i) => {
    const check = checks[i];
    return check ? judge(value.value as number, check, levels.next().value as number) : null;
  });
}

function checkOf(measured: Measured, monitor: Monitor, variation: Variation): Check | null {
  if (tooFewRows(measured, monitor) !== null) return null;
  const { warning, alert } = leastEffects(measured, monitor);
  const side = alert ?? warning;
  const evidence = side && evidenceOf(measured, side, variation[variationKey(measured)] ?? 0);
  return evidence ? { evidence, warning, alert } : null;
}

function judge(value: number, { evidence, warning, alert }: Check, level: number): Verdict {
  const { p } = evidence;
  const chance = evidence.limitsAt(level);
  const beyond = (effect: Limits) => ({
    ...furthest(effect, chance),
    source: 'calibrated' as const,
  });
  const shown = beyond((alert ?? warning) as Limits);
  if (p <= level) {
    if (alert && isOutside(value, alert)) return { status: 'alert', threshold: shown, p };
    if (warning && isOutside(value, warning))
      return { status: 'warning', threshold: beyond(warning), p };
  }
  return { status: 'ok', threshold: shown, p };
}

/** The limits that lie further out, side by side. */
function furthest(effect: Limits, chance: Limits): Limits {
  return {
    ...(effect.max !== undefined && { max: Math.max(effect.max, chance.max ?? effect.max) }),
    ...(effect.min !== undefined && { min: Math.min(effect.min, chance.min ?? effect.min) }),
  };
}
