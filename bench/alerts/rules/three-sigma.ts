import { metricNamed } from '../../../lib/metrics/registry.ts';
import { parseDuration } from '../../../lib/monitor/duration.ts';
import type { Profile } from '../../../lib/profile/profile.ts';
import type { Reference } from '../reference.ts';
import { columnValue, watchedColumns } from './columns.ts';
import { PERFORMANCE, type Rule } from './rule.ts';

const METRICS = ['accuracy', 'roc_auc'];

export const threeSigma: Rule = {
  name: 'mean ± 3 std',
  source:
    'NannyML StandardDeviationThreshold() over reference chunks, its default: of each column’s Jensen-Shannon distance from above, of accuracy and roc_auc from both sides',
  prepare: (reference) => {
    const columns = watchedColumns(reference);
    const distance = (column: (typeof columns)[number], profile: Profile) =>
      columnValue('jensen_shannon', column, reference.whole, profile);
    const ceilings = columns.map(
      (column) => spreadOf(reference.chunks.map((chunk) => distance(column, chunk))).high,
    );
    const bands = METRICS.map((metric) =>
      spreadOf(reference.chunks.map((chunk) => sliceValue(metric, reference, chunk))),
    );
    return (window) => [
      ...columns
        .filter((column, i) => (distance(column, window) ?? 0) > (ceilings[i] ?? 0))
        .map(({ name }) => name),
      ...(METRICS.some((metric, i) => {
        const value = sliceValue(metric, reference, window);
        const band = bands[i];
        return value !== null && band && (value > band.high || value < band.low);
      })
        ? [PERFORMANCE]
        : []),
    ];
  },
};

/** Mean and three standard deviations (divided by n) to both sides; unbounded where nothing is known. */
export function spreadOf(values: readonly (number | null)[]): { low: number; high: number } {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  const far = 3 * Math.sqrt(variance);
  return { low: mean - far, high: mean + far };
}

function sliceValue(
  name: string,
  { monitor, baseline, whole }: Reference,
  current: Profile,
): number | null {
  const metric = metricNamed(name);
  const input = {
    baseline: whole,
    current,
    frame: baseline.frame,
    segment: null,
    variant: null,
    slices: { baseline: [], current: [] },
    monitor,
    windowMinutes: parseDuration(monitor.window) / 60_000,
    rejected: 0,
  };
  return metric.per === 'slice' && metric.appliesTo(input) ? metric.measure(input).value : null;
}
