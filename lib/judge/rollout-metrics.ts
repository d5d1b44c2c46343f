import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Metric } from '../metrics/metric.ts';
import type { Change, Monitor, Task } from '../monitor/schema.ts';

/** What two variants are compared by. */
export interface RolloutMetric {
  readonly metric: Metric;
  /** How much worse the challenger may be: in the metric's unit, or a share of the champion's value such as "2%". */
  readonly margin: Change;
  /** The monitor file names it, so nothing is decided without it. */
  readonly named: boolean;
}

const DEFAULTS: Readonly<Record<Task, readonly string[]>> = {
  binary: ['roc_auc', 'log_loss', 'accuracy'],
  multiclass: ['accuracy', 'log_loss'],
  regression: ['mae', 'rmse'],
};
/** Of metrics between 0 and 1, in their own unit. */
const DEFAULT_MARGINS: Readonly<Record<string, Change>> = { roc_auc: 0.01, accuracy: 0.01 };
const DEFAULT_MARGIN: Change = '2%';

/** The metrics of a rollout, in the order of the monitor file; none where it has no rollout. Unknown names are left out. */
export function rolloutMetrics(monitor: Monitor): RolloutMetric[] {
  const { rollout, task } = monitor;
  if (!rollout) return [];
  const all = new Map(monitorMetrics(monitor).map((metric) => [metric.name, metric]));
  return (rollout.metrics ?? DEFAULTS[task]).flatMap((name) => {
    const metric = all.get(name);
    const margin = rollout.margin[name] ?? DEFAULT_MARGINS[name] ?? DEFAULT_MARGIN;
    return metric ? [{ metric, margin, named: rollout.metrics !== undefined }] : [];
  });
}

/** A margin in the metric's unit. */
export function marginOf(margin: Change, champion: number): number {
  return typeof margin === 'number'
    ? margin
    : (Math.abs(champion) * Number.parseFloat(margin)) / 100;
}
