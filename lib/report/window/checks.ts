import type { Measurement, Status, WindowResult } from '../../results.ts';
import { isWhole } from '../../whole.ts';
import type { HistoryPoint } from '../charts/history-chart.tsx';

const ORDER: readonly Status[] = ['alert', 'warning', 'ok', 'insufficient'];

/** A value beside its limit: 1 at it, more beyond it; 0 where nothing limits it or there is no value. */
export function byLimit({ value, threshold, reference }: Measurement): number {
  if (value === null || !threshold) return 0;
  const { min, max } = threshold;
  const above = max === undefined ? 0 : max > 0 ? value / max : value > max ? Infinity : 0;
  // A lower limit is neared from the baseline's value down.
  const room = min === undefined ? 0 : (reference ?? 1) - min;
  const below =
    min === undefined
      ? 0
      : value < min
        ? 1 + (min - value) / Math.max(Math.abs(min), 1e-9)
        : room > 0
          ? ((reference ?? 1) - value) / room
          : 0;
  return Math.max(0, above, below);
}

/** The most urgent first, then what is nearest to its limit or furthest beyond it. */
export function byUrgency(a: Measurement, b: Measurement): number {
  return ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || byLimit(b) - byLimit(a) || 0;
}

/** Checks of all rows that were held against a limit. */
export function checksOf({ measurements }: WindowResult): Measurement[] {
  return measurements.filter(({ threshold }) => threshold !== null);
}

/** One check of all rows over the windows of a history; windows that do not have it are left out. */
export function historyOf(
  history: readonly WindowResult[],
  metric: string,
  column: string | null,
): HistoryPoint[] {
  return history.flatMap(({ window, measurements }) => {
    const found = measurements.find(
      (one) => one.metric === metric && one.column === column && isWhole(one),
    );
    if (!found) return [];
    const { value, low, high, threshold, status, reference } = found;
    return [{ start: window.start, value, low, high, threshold, status, reference }];
  });
}
