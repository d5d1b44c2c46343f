import type { Metric } from '../metrics/metric.ts';
import type { Finding } from '../results.ts';
import type { Limits } from './limits.ts';

/** One sentence: what is wrong, where, by how much, beside what it is held against. */
export function describeFinding(
  finding: Omit<Finding, 'message'>,
  metric: Metric,
  note?: string,
  referenceName = 'baseline',
): string {
  const { value } = finding;
  const sentence = `${describePlace(finding)}${metric.name} is ${format(value, metric)}, ${describeLimit(finding, metric, referenceName)}`;
  return note ? `${sentence}; ${note}` : sentence;
}

/** The limit that a value is beyond, and what it is held against where that has a value. */
export function describeLimit(
  { value, threshold, reference }: Pick<Finding, 'value' | 'reference'> & { threshold: Limits },
  metric: Pick<Metric, 'unit'>,
  referenceName = 'baseline',
): string {
  const limit =
    threshold.max !== undefined && value > threshold.max
      ? `above ${format(threshold.max, metric)}`
      : `below ${format(threshold.min ?? Number.NaN, metric)}`;
  const beside =
    reference === null || reference === 0 ? '' : ` (${referenceName} ${format(reference, metric)})`;
  return `${limit}${beside}`;
}

function describePlace({ column, segment, variant }: Omit<Finding, 'message'>): string {
  const parts = [column, segment && `where ${segment}`, variant && `of variant ${variant}`].filter(
    Boolean,
  );
  return parts.length > 0 ? `${parts.join(' ')}: ` : '';
}

/** A value as people read it: shares as per cent, at most four digits. */
export function format(value: number, metric: Pick<Metric, 'unit'>): string {
  if (metric.unit === 'share') return `${short(value * 100)} %`;
  if (metric.unit === 'milliseconds') return `${short(value)} ms`;
  return short(value);
}

function short(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 10_000) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
