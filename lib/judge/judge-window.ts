import type { Metric, Value } from '../metrics/metric.ts';
import type { Monitor, ThresholdSetting } from '../monitor/schema.ts';
import type { AppliedThreshold, Finding, Measurement, Place, Status } from '../results.ts';
import { describeFinding } from './describe-finding.ts';
import { isOutside, type Limits, resolveLimits } from './limits.ts';

/** A value on its way to be judged. */
export interface Measured {
  readonly metric: Metric;
  readonly place: Omit<Place, 'metric'>;
  readonly value: Value;
  /** Rows that the value rests on: labelled rows for performance, usable values for a column, else rows. */
  readonly support: number;
  /** Share of the slice's rows whose outcome is known, where the value rests on outcomes. */
  readonly coverage?: number;
  /** What a person may want to know of it beside the numbers. */
  readonly note?: string | undefined;
}

/** A limit below this many times what chance alone gives says nothing. */
const CHANCE_MARGIN = 4;

/** Holds every value of one window against its limits. Pure: the same values and settings give the same verdicts. */
export function judgeWindow(
  measured: readonly Measured[],
  monitor: Monitor,
): { measurements: Measurement[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const measurements = measured.map((one) => {
    const { metric, place, value } = one;
    const verdict = judge(one, monitor);
    const measurement: Measurement = {
      metric: metric.name,
      ...place,
      value: value.value,
      low: value.low ?? null,
      high: value.high ?? null,
      reference: value.reference,
      ...(value.chance !== undefined && { chance: value.chance }),
      threshold: verdict.threshold,
      status: verdict.status,
      ...(one.coverage !== undefined && { coverage: one.coverage }),
      ...(verdict.reason !== undefined && { reason: verdict.reason }),
      ...(value.note !== undefined && { note: value.note }),
    };
    if (
      (verdict.status === 'warning' || verdict.status === 'alert') &&
      verdict.threshold &&
      value.value !== null
    ) {
      const finding = {
        metric: metric.name,
        ...place,
        kind: metric.family,
        severity: verdict.status,
        value: value.value,
        reference: value.reference,
        threshold: verdict.threshold,
      };
      findings.push({ ...finding, message: describeFinding(finding, metric, one.note) });
    }
    return measurement;
  });
  return { measurements, findings };
}

interface Verdict {
  readonly status: Status;
  readonly threshold: AppliedThreshold | null;
  readonly reason?: string;
}

function judge({ metric, place, value, support }: Measured, monitor: Monitor): Verdict {
  const limits = applicable(metric, place, monitor, value.reference);
  const threshold = limits[0]?.threshold ?? null;
  if (value.value === null)
    return { status: 'insufficient', threshold, reason: value.reason ?? 'not defined here' };
  if (!threshold) return { status: 'ok', threshold: null };
  const counted = metric.unit !== 'count';
  if (counted && support < monitor.alerts.min_rows) {
    return {
      status: 'insufficient',
      threshold,
      reason: `${support} rows, fewer than alerts.min_rows of ${monitor.alerts.min_rows}`,
    };
  }
  if (
    value.chance !== undefined &&
    threshold.max !== undefined &&
    value.chance * CHANCE_MARGIN > threshold.max
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
      (one) => one.severity === severity && isCertain(value, one.threshold),
    );
    if (found) return { status: severity, threshold: found.threshold };
  }
  const [doubtful] = crossed;
  if (doubtful) {
    return {
      status: 'insufficient',
      threshold: doubtful.threshold,
      reason: 'the 95 % interval reaches the limit: it may be chance',
    };
  }
  return { status: 'ok', threshold };
}

/** A limit of the monitor file holds as it stands; a default one counts where the whole interval lies beyond it, if there is one. */
function isCertain({ low, high }: Value, limits: AppliedThreshold): boolean {
  if (limits.source === 'monitor' || low === undefined || high === undefined) return true;
  return isOutside(low, limits) && isOutside(high, limits);
}

interface SeverityLimits {
  readonly severity: 'warning' | 'alert';
  readonly threshold: AppliedThreshold;
}

/** The limits that hold at a place: the monitor file's for this metric where it has any, else the metric's own. */
function applicable(
  metric: Metric,
  place: Omit<Place, 'metric'>,
  monitor: Monitor,
  reference: number | null,
): SeverityLimits[] {
  const settings = monitor.thresholds[metric.name];
  const named = settings === undefined ? [] : [settings].flat();
  const matching = named.filter(
    ({ columns, segments }) =>
      (columns === undefined || (place.column !== null && columns.includes(place.column))) &&
      (segments === undefined || (place.segment !== null && segments.includes(place.segment))),
  );
  const chosen: readonly ThresholdSetting[] =
    matching.length > 0 ? matching : metric.defaultThreshold ? [metric.defaultThreshold] : [];
  const source = matching.length > 0 ? 'monitor' : 'default';
  return chosen
    .filter(({ off }) => !off)
    .flatMap((setting) => [
      ...limitsOf('alert', resolveLimits(setting, reference), source),
      ...limitsOf('warning', setting.warn ? resolveLimits(setting.warn, reference) : null, source),
    ]);
}

function limitsOf(
  severity: 'warning' | 'alert',
  limits: Limits | null,
  source: AppliedThreshold['source'],
): SeverityLimits[] {
  return limits ? [{ severity, threshold: { ...limits, source } }] : [];
}
