import { isDeepStrictEqual } from 'node:util';
import type { Monitor } from '../monitor/schema.ts';

/** What of a monitor file decides what a profile sums: by key, as it is written. */
function held(monitor: Monitor): Record<string, unknown> {
  const sums = Object.entries(monitor.metrics).map(([name, { columns, aggregates }]) => [
    `metrics.${name}`,
    { columns, aggregates },
  ]);
  const columns = Object.entries(monitor.columns).map(([name, value]) => [
    `columns.${name}`,
    value,
  ]);
  const { task, window, fairness, predictions, labels } = monitor;
  return {
    task,
    window,
    fairness,
    predictions,
    labels,
    ...Object.fromEntries(columns),
    ...Object.fromEntries(sums),
  };
}

/** The keys by which another monitor file sums something else than the stored profiles hold; empty where these serve it too. */
export function needsProfiling(stored: Monitor, proposed: Monitor): string[] {
  const [before, after] = [held(stored), held(proposed)];
  const dropped = (key: string) => key.startsWith('metrics.') && !(key in after);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !dropped(key))
    .filter((key) => !isDeepStrictEqual(before[key], after[key]))
    .sort();
}
