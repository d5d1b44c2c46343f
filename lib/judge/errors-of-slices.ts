import { excessErrors, excessMean } from '../stats/excess-errors.ts';
import { Z95 } from '../stats/normal.ts';
import { format } from './describe-finding.ts';
import type { WindowProfiles } from './measure-window.ts';
import type { Measured } from './measured.ts';
import type { Candidate } from './worst-slices.ts';

/** A tenth more error than the whole has. */
const LEAST_EFFECT = 0.1;

/** How much more than the whole the model errs in each segment with enough labels: by accuracy, or by mae. */
export function errorsOfSlices(
  measured: readonly Measured[],
  { monitor }: WindowProfiles,
): Candidate[] {
  const metric = monitor.task === 'regression' ? 'mae' : 'accuracy';
  const own = measured.filter((one) => one.metric.name === metric && one.place.variant === null);
  const whole = own.find(({ place }) => place.segment === null);
  const all = whole?.value.value ?? null;
  if (!whole || all === null) return [];
  const errorOf = (value: number) => (metric === 'mae' ? value : 1 - value);
  const wrong = (value: number, rows: number) => ({
    wrong: Math.round(errorOf(value) * rows),
    rows,
  });
  return own.flatMap(({ place: { segment }, value: { value, high = 0, reference }, ...one }) => {
    const rows = one.support;
    if (segment === null || value === null) return [];
    if (rows < monitor.alerts.min_rows || rows >= whole.support) return [];
    const { statistic, p } =
      metric === 'mae'
        ? excessMean(value - all, (high - value) / Z95, rows / whole.support)
        : excessErrors(wrong(value, rows), wrong(all, whole.support));
    const effect = errorOf(all) > 0 ? errorOf(value) / errorOf(all) - 1 : 0;
    const show = (number: number) => format(number, one.metric);
    const baseline = reference === null ? '' : `; baseline ${show(reference)}`;
    return {
      ...{ segment, metric, column: null, value, whole: all, effect, rows, p, weight: statistic },
      standsOut: effect >= LEAST_EFFECT,
      sure: effect * (1 - Z95 / Math.sqrt(Math.max(statistic, Z95 ** 2))),
      sentence: () =>
        `${segment}: ${metric} ${show(value)} where the whole has ${show(all)} (${rows} labelled rows${baseline})`,
    };
  });
}
