import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Collected } from './objects.ts';

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
