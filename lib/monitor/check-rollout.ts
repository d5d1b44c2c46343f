import { ConfigError } from '../errors.ts';
import { rolloutMetrics } from '../judge/rollout-metrics.ts';
import type { Monitor } from './schema.ts';

/** @throws ConfigError where a rollout can't be: no variants, a metric that says nothing of better or worse. */
export function refuseRollout(monitor: Monitor, file: string): void {
  const { rollout, columns } = monitor;
  if (!rollout) return;
  const refuse = (key: string, message: string): never => {
    throw new ConfigError(`${file}: rollout${key}: ${message}`);
  };
  if (columns.variant === undefined)
    refuse('', 'versions are told apart by a column: name it in columns.variant');
  if (rollout.challenger === rollout.champion)
    refuse('.challenger', `${rollout.champion} is the champion: name another variant`);
  const chosen = rolloutMetrics(monitor).map(({ metric }) => metric);
  const names = chosen.map(({ name }) => name);
  for (const name of rollout.metrics ?? []) {
    const metric = chosen.find((one) => one.name === name);
    if (!metric) refuse('.metrics', `there is no metric "${name}"; docs/metrics.md lists them`);
    else if (metric.per === 'column' || metric.worse === null || metric.interval.startsWith('none'))
      refuse(
        '.metrics',
        `${name} can't compare variants: it needs an interval, a direction that is worse, and no column; take one such as ${SUGGESTED}`,
      );
  }
  for (const name of Object.keys(rollout.margin)) {
    if (!names.includes(name))
      refuse('.margin', `${name} is not compared; compared are ${names.join(', ')}`);
  }
}

const SUGGESTED = 'roc_auc, log_loss, accuracy, mae or rmse';
