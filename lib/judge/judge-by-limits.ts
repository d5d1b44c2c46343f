import type { Value } from '../metrics/metric.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { AppliedThreshold } from '../results.ts';
import { applicableLimits } from './applicable-limits.ts';
import { isOutside } from './limits.ts';
import type { Measured } from './measured.ts';
import type { Verdict } from './verdict.ts';

/** A limit below this many times what chance alone gives says nothing. */
const CHANCE_MARGIN = 4;

/** Holds one value against the absolute limits that apply to it. */
export function judgeByLimits(measured: Measured, monitor: Monitor): Verdict {
  const { value, support } = measured;
  const limits = applicableLimits(measured, monitor);
  const threshold = limits[0]?.threshold ?? null;
  if (value.value === null)
    return { status: 'insufficient', threshold, reason: value.reason ?? 'not defined here' };
  if (!threshold) return { status: 'ok', threshold: null };
  const reason = tooFewRows(measured, monitor);
  if (reason !== null) return { status: 'insufficient', threshold, reason };
  if (
    value.chance !== undefined &&
    threshold.max !== undefined &&
    value.chance * CHANCE_MARGIN > threshold.max &&
    !isFarBeyond(value, threshold)
  ) {
    const chance = value.chance.toPrecision(2);
    return {
      status: 'insufficient',
      threshold,
      reason: `${support} rows are too few: chance alone would give about ${chance}`,
    };
  }
  const reached = value.value;
  const crossed = limits.filter((one) => isOutside(reached, one.threshold));
  for (const severity of ['alert', 'warning'] as const) {
    const found = crossed.find(
      (one) => one.severity === severity && isCertain(measured, one.threshold),
    );
    if (found) return { status: severity, threshold: found.threshold };
  }
  const [doubtful] = crossed;
  if (doubtful) {
    const reason =
      value.low === undefined
        ? `${support} rows are too few to bound it: it may be chance`
        : 'the 95 % interval reaches the limit: it may be chance';
    return { status: 'insufficient', threshold: doubtful.threshold, reason };
  }
  return { status: 'ok', threshold };
}

/** Whether a value is beyond a limit of the monitor file by more than chance can account for, however few its rows. */
function isFarBeyond({ value, chance = 0 }: Value, { max, source }: AppliedThreshold): boolean {
  return source === 'monitor' && max !== undefined && (value ?? 0) > max + chance * CHANCE_MARGIN;
}

/** A limit of the monitor file holds as it stands; a default one counts where the whole interval lies beyond it, of what has one. */
function isCertain({ metric, value: { low, high } }: Measured, limits: AppliedThreshold): boolean {
  if (limits.source === 'monitor') return true;
  if (low === undefined || high === undefined) return metric.interval.startsWith('none');
  return isOutside(low, limits) && isOutside(high, limits);
}

/**
 * Why a value rests on too few rows to be judged; null where it does not. A count is one however small; of a distance both sides
 * count, since a handful of baseline rows is no distribution.
 */
export function tooFewRows(
  { metric, value, support, referenceSupport }: Measured,
  { alerts: { min_rows: least } }: Monitor,
): string | null {
  if (metric.unit !== 'count' && support < least)
    return `${support} rows, fewer than alerts.min_rows of ${least}`;
  return value.noise && referenceSupport !== undefined && referenceSupport < least
    ? `the baseline has ${referenceSupport} rows here, fewer than alerts.min_rows of ${least}`
    : null;
}
