import { layout } from '../pipeline/layout.ts';
import type { Batch } from './batches.ts';
import { type LabelNames, labelsOf } from './feedback-labels.ts';
import { recordOf } from './record.ts';
import { rejectLine } from './reject-line.ts';
import type { Waiting } from './spool.ts';

/** A monitor that collects. */
export interface Collected {
  readonly monitor: string;
  /** Null where no label files are read. */
  readonly labels: LabelNames | null;
}

/**
 * The objects of a batch by key: predictions and labels by the hour in which they are written, for a folder of a past hour is one
 * that runs look into no more; and what is set aside. The same batch under the same name makes the same objects.
 */
export function objectsOf(
  { monitor, labels }: Collected,
  name: string,
  { pairs, feedback, aside }: Batch,
): ReadonlyMap<string, string> {
  const lines = new Map<string, string[]>();
  const add = (key: string, more: readonly string[]) => {
    const known = lines.get(key) ?? [];
    lines.set(key, known);
    known.push(...more);
  };
  const rejected = layout.rejected(monitor, `collected-${name}`);
  for (const pair of pairs)
    add(`${layout.predictions(monitor)}${folderOf(name)}${name}.jsonl`, [recordOf(pair)]);
  for (const half of feedback) {
    const found = labels
      ? labelsOf(half, labels)
      : { reason: 'feedback, and the monitor reads no label files: add `labels: { from: s3 }`' };
    if ('reason' in found) add(rejected, [rejectOf(half, found.reason)]);
    else add(`${layout.labels(monitor)}${folderOf(name)}${name}.jsonl`, found);
  }
  for (const half of aside)
    add(rejected, [
      rejectOf(
        half,
        `no ${half.side === 'request' ? 'response' : 'request'} came for this ${half.side}`,
      ),
    ]);
  return new Map([...lines].map(([key, some]) => [key, `${some.join('\n')}\n`]));
}

/** `collected/2026/11/26/23/` of `20261126T231500-1` */
function folderOf(name: string): string {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)/.exec(name) ?? [];
  return `collected/${parts.join('/')}/`;
}

function rejectOf({ payload, ...others }: Waiting, reason: string): string {
  const text = JSON.stringify({ ...others, payload });
  return rejectLine({ source: 'collector', line: null, reason, text });
}
