import type { Monitor } from '../monitor/schema.ts';
import type { Metric } from './metric.ts';

const TASKS: readonly string[] = ['binary', 'multiclass', 'regression'];

/** The words of `needs`, and whether a monitor file names what they stand for. */
export const NEEDS: Readonly<Record<string, (monitor: Monitor) => boolean>> = {
  labels: ({ columns, labels }) => columns.label !== undefined || labels !== undefined,
  scores: ({ columns }) => columns.score !== undefined || columns.scores !== undefined,
  latency: ({ columns }) => columns.latency_ms !== undefined,
  errors: ({ columns }) => columns.error !== undefined,
  attributions: ({ columns }) => columns.attributions !== undefined,
  facets: ({ fairness }) => fairness !== undefined,
};

/** Whether a monitor file names what a metric needs: one that it does not is never measured, any other is where the data have it too. */
export function canBeMeasured(metric: Metric, monitor: Monitor): boolean {
  if (metric.per === 'column') return true;
  const words: string[] = (metric.needs ?? '').match(/\w+/g) ?? [];
  const tasks = words.filter((word) => TASKS.includes(word));
  if (tasks.length > 0 && !tasks.includes(monitor.task)) return false;
  if (metric.restsOn === 'labels' && !NEEDS.labels?.(monitor)) return false;
  return words.every((word) => NEEDS[word]?.(monitor) ?? true);
}
