import type { Metric, SliceInput } from '../metrics/metric.ts';
import type { Monitor } from '../monitor/schema.ts';
import { fixedColumns } from '../monitor/segments.ts';
import type { Column } from '../profile/column.ts';
import type { ColumnSummary } from '../profile/column-statistics.ts';
import type { Frame } from '../profile/frame.ts';
import { labelledRows } from '../profile/labelled.ts';
import { emptyProfile, type Slice } from '../profile/profile.ts';
import { diagnose } from './diagnose.ts';
import type { Measured } from './measured.ts';

export interface WindowProfiles {
  readonly monitor: Monitor;
  readonly frame: Frame;
  readonly baseline: readonly Slice[];
  readonly current: readonly Slice[];
  readonly windowMinutes: number;
  readonly rejected: number;
}

/** Every metric that applies, for every slice of a window. A segment is compared with the baseline's same segment. */
export function measureWindow(profiles: WindowProfiles, metrics: readonly Metric[]): Measured[] {
  const whole: Slice = { variant: null, segment: null, profile: emptyProfile };
  const slices = profiles.current.length > 0 ? profiles.current : [whole];
  const variants = new Set(slices.flatMap(({ variant }) => variant ?? []));
  // A variant that is alone in its window is the whole.
  const distinct = variants.size > 1 ? slices : slices.filter(({ variant }) => variant === null);
  return distinct.flatMap((slice) => measureSlice(slice, profiles, metrics));
}

function measureSlice(
  slice: Slice,
  profiles: WindowProfiles,
  metrics: readonly Metric[],
): Measured[] {
  const { frame, monitor, windowMinutes } = profiles;
  const { segment, variant, profile: current } = slice;
  const baseline =
    profiles.baseline.find((one) => one.segment === segment && one.variant === null)?.profile ??
    emptyProfile;
  const rejected = segment === null && variant === null ? profiles.rejected : 0;
  const input: SliceInput = {
    baseline,
    current,
    frame,
    segment,
    variant,
    slices: { baseline: profiles.baseline, current: profiles.current },
    monitor,
    windowMinutes,
    rejected,
  };
  const diagnosed = new Map<Column, string | undefined>();
  // In a segment that is cut by it a column can't drift: what its distances show there is what is added to empty bins.
  const fixed = segment === null ? [] : fixedColumns(monitor, segment);
  const columns = frame.columns.filter(({ name }) => !fixed.includes(name));
  return metrics.flatMap((metric): Measured[] => {
    if (metric.per === 'slice') {
      if (!metric.appliesTo(input)) return [];
      const support =
        metric.restsOn === 'labels'
          ? labelledRows(current.outcome)
          : current.rows + (metric.restsOn === 'rows and rejects' ? rejected : 0);
      const value = metric.measure(input);
      const known = metric.restsOn === 'labels' ? labelledRows(baseline.outcome) : baseline.rows;
      return [
        {
          metric,
          place: { column: null, segment, variant },
          value,
          support,
          referenceSupport: known,
          ...(metric.restsOn === 'labels' &&
            current.rows > 0 && { coverage: support / current.rows }),
          note: value.note,
        },
      ];
    }
    return columns.flatMap((column): Measured[] => {
      const [before, now] = [baseline.columns[column.name], current.columns[column.name]];
      if (!metric.appliesTo(column) || !now) return [];
      const place = { column: column.name, segment, variant };
      if (!before)
        return [
          {
            metric,
            place,
            value: { value: null, reference: null, reason: 'the baseline has no such segment' },
            support: 0,
          },
        ];
      const value = metric.measure({ column, baseline: before, current: now });
      const isDrift = metric.family === 'drift';
      if (isDrift && !diagnosed.has(column)) diagnosed.set(column, diagnose(column, before, now));
      const note = value.note ?? (isDrift ? diagnosed.get(column) : undefined);
      const [support, referenceSupport] = [supportOf(metric, now), supportOf(metric, before)];
      return [{ metric, place, value, support, referenceSupport, note }];
    });
  });
}

/** Rows that a column's value rests on. */
export function supportOf(metric: Metric, { presence }: ColumnSummary): number {
  if (!presence) return 0;
  return metric.family === 'drift'
    ? presence.values
    : presence.values + presence.missing + presence.invalid;
}
