import type { Metric } from '../../metrics/metric.ts';
import type { AppliedThreshold } from '../../results.ts';

export type Unit = Metric['unit'];

/** A number and its unit stay on one line. */
const NO_BREAK = '\u00a0';

const SUFFIX: Readonly<Record<Unit, string>> = {
  none: '',
  count: '',
  share: `${NO_BREAK}%`,
  milliseconds: `${NO_BREAK}ms`,
  seconds: `${NO_BREAK}s`,
  minutes: `${NO_BREAK}min`,
  per_minute: `${NO_BREAK}per min`,
  nats: `${NO_BREAK}nats`,
  target: '',
  target_squared: '',
};

const TIMES = [
  [86_400, `${NO_BREAK}d`],
  [3600, `${NO_BREAK}h`],
  [60, `${NO_BREAK}min`],
] as const;

/** A value with its unit, at most four digits; an en dash where there is none. */
export function showNumber(value: number | null | undefined, unit: Unit = 'none'): string {
  if (value === null || value === undefined) return '–';
  if (unit === 'share') return `${short(value * 100)}${NO_BREAK}%`;
  if (unit === 'seconds') {
    const [length, suffix] = TIMES.find(([one]) => Math.abs(value) >= one) ?? [1, `${NO_BREAK}s`];
    return `${short(value / length)}${suffix}`;
  }
  return `${short(value)}${SUFFIX[unit]}`;
}

/** A 95 % interval, the unit once; empty where there is none. */
export function showInterval(low: number | null, high: number | null, unit: Unit): string {
  if (low === null || high === null) return '';
  const [from, to] = [showNumber(low, unit), showNumber(high, unit)];
  const suffix = /\u00a0.*$/.exec(to)?.[0] ?? '';
  const bare = suffix !== '' && from.endsWith(suffix) ? from.slice(0, -suffix.length) : from;
  return `${bare} to ${to}`;
}

const SOURCES: Readonly<Record<AppliedThreshold['source'], string>> = {
  monitor: 'from the monitor file',
  default: "the metric's default",
  calibrated: 'calibrated to the budget of false alarms',
};

/** `at most 0.2`, `at least 0.7`, or both; empty where nothing limits it. */
export function showLimit(
  threshold: Pick<AppliedThreshold, 'min' | 'max'> | null,
  unit: Unit,
): string {
  if (!threshold) return '';
  const { min, max } = threshold;
  return [
    min !== undefined && `at least ${showNumber(min, unit)}`,
    max !== undefined && `at most ${showNumber(max, unit)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Whose limit it is, for people. */
export function sourceOfLimit(threshold: AppliedThreshold): string {
  return SOURCES[threshold.source];
}

/** `2026-11-01 06:00` of an ISO time, UTC; without the time where it is midnight. */
export function showTime(iso: string): string {
  const [day, time = ''] = iso.split('T');
  const minutes = time.slice(0, 5);
  return minutes === '00:00' || minutes === '' ? (day ?? iso) : `${day} ${minutes}`;
}

export function short(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 10_000) {
    return Math.abs(value) < 1e15
      ? Math.round(value).toLocaleString('en-US')
      : value.toExponential(2);
  }
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) < 1e-4 ? rounded.toExponential() : String(rounded);
}
