import type { Monitor } from '../monitor/schema.ts';
import { layout } from './layout.ts';
import type { ObjectStore, Ports } from './ports.ts';
import type { Kind } from './shard.ts';

/** Where a monitor's objects of a kind lie; null where they are no objects. */
export function objectSource(
  ports: Ports,
  monitor: Monitor,
  kind: Kind,
): { store: ObjectStore; folder: string } | null {
  const source = monitor[kind];
  if (source?.from !== 's3') return null;
  const { bucket, role, prefix = '' } = source;
  if (bucket === undefined)
    return {
      store: ports.workspace,
      folder:
        kind === 'predictions'
          ? layout.predictions(monitor.monitor)
          : layout.labels(monitor.monitor),
    };
  return { store: ports.bucket({ bucket, role }), folder: `s3://${bucket}/${prefix}` };
}
