import { stat } from 'node:fs/promises';
import type { Datum } from '../../lib/act/datum.ts';
import { emptyTally, type Tally } from '../../lib/cost/tally.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { countedTable } from './counted-table.ts';

const PAGE = 1000;
/** `Upload` sends what is larger in parts of this size, between a request that begins and one that ends it. */
const PART_BYTES = 5 * 1024 * 1024;
const DATA_PER_CALL = 1000;

export interface Counted {
  readonly ports: Ports;
  readonly tally: Tally;
  /** CloudWatch bills each name and set of dimensions as a metric. */
  readonly metrics: ReadonlySet<string>;
  /** Of the table's items, by what their keys begin with. */
  tableBytes(): Record<string, number>;
}

/** Ports that count what a bucket, a table and a metrics service would be asked. The workspace dates arrivals as a bucket does. */
export function countedPorts(ports: Ports): Counted {
  const tally = emptyTally();
  const metrics = new Set<string>();
  const { workspace } = ports;
  const { table, bytes } = countedTable(ports.table, tally);
  const put = (size: number) => {
    tally.puts += size > PART_BYTES ? Math.ceil(size / PART_BYTES) + 2 : 1;
    tally.bytesWritten += size;
  };
  return {
    tally,
    metrics,
    tableBytes: bytes,
    ports: {
      ...ports,
      table,
      workspace: {
        datesArrival: true,
        locate: (key) => workspace.locate(key),
        level: (folder) => paged(workspace.level(folder), tally),
        walk: (prefix) => paged(workspace.walk(prefix), tally),
        list: async (prefix) => {
          const objects = await workspace.list(prefix);
          tally.lists += Math.max(1, Math.ceil(objects.length / PAGE));
          return objects;
        },
        read: async (key) => {
          const text = await workspace.read(key);
          tally.gets += 1;
          tally.bytesRead += Buffer.byteLength(text ?? '');
          return text;
        },
        open: async (...object) => {
          const file = await workspace.open(...object);
          tally.gets += 1;
          if (file) tally.bytesRead += (await stat(file.path)).size;
          return file;
        },
        write: async (key, body) => {
          put(Buffer.byteLength(body));
          await workspace.write(key, body);
        },
        store: async (path, key) => {
          put((await stat(path)).size);
          await workspace.store(path, key);
        },
        remove: async (key) => {
          tally.deletes += 1;
          await workspace.remove(key);
        },
      },
      outlets: {
        ...ports.outlets,
        publish: async (data) => {
          tally.metricCalls += Math.ceil(data.length / DATA_PER_CALL);
          tally.metricData += data.length;
          for (const datum of data) metrics.add(metricOf(datum));
        },
      },
    },
  };
}

async function* paged<T>(entries: AsyncIterable<T>, tally: Tally): AsyncGenerator<T> {
  tally.lists += 1;
  let seen = 0;
  for await (const entry of entries) {
    if (seen > 0 && seen % PAGE === 0) tally.lists += 1;
    seen += 1;
    yield entry;
  }
}

function metricOf({ metric, column, segment, variant }: Datum): string {
  return JSON.stringify([metric, column, segment, variant]);
}
