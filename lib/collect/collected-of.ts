import { ConfigError } from '../errors.ts';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Collected } from './objects.ts';

/** Those of the monitors that collect. @param where What would take events for them. @throws ConfigError where there is none */
export function collectedAmong(monitors: readonly Monitor[], where: string): Collected[] {
  const collected = monitors.flatMap((monitor) => collectedOf(monitor) ?? []);
  if (collected.length > 0) return collected;
  throw new ConfigError(
    `${where} has no monitor to collect for: give one \`predictions: { format: open-inference }\``,
  );
}

/** How events are collected for a monitor; null where its log is another one. */
export function collectedOf(monitor: Monitor): Collected | null {
  const { predictions, labels, columns } = monitor;
  if (predictions.from !== 's3' || predictions.format !== 'open-inference') return null;
  if (predictions.bucket !== undefined) return null;
  const id = labels?.id ?? columns.id;
  const label = labelColumn(monitor);
  const isRead = labels?.from === 's3' && labels.bucket === undefined;
  return {
    monitor: monitor.monitor,
    labels: isRead && id !== undefined && label !== undefined ? { id, label } : null,
  };
}
