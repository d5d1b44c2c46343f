import type { Monitor } from '../monitor/schema.ts';
import type { RejectedObject } from '../read/load.ts';
import { type Opened, withObjects, withRange } from './inputs.ts';
import type { Ports } from './ports.ts';
import { rangeName, type Work } from './shard.ts';
import { objectSource } from './source.ts';

/** Has what a shard is to read on this machine while `use` runs, less what was set aside. */
export async function withWork<T>(
  ports: Ports,
  monitor: Monitor,
  work: Work,
  aside: readonly RejectedObject[],
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  const isAside = (key: string) => aside.some(({ source }) => source === key);
  const [range] = work.ranges;
  const source = monitor[work.kind];
  if (range && source?.from === 'dynamodb') {
    if (isAside(rangeName(range))) return use({ files: [], missing: [] });
    return withRange(ports, monitor, source, range, ({ files, missing }) =>
      use({ files: files.filter(({ key }) => !isAside(key)), missing }),
    );
  }
  const objects = work.objects.filter(({ key }) => !isAside(key));
  const from = objectSource(ports, monitor, work.kind);
  if (!from) return use({ files: [], missing: objects.map(({ key }) => key) });
  const format = source && 'format' in source ? source.format : undefined;
  return withObjects(ports, from.store, objects, { format, part: work.part }, use);
}
