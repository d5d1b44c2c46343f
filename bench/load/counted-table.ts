import type { Tally } from '../../lib/cost/tally.ts';
import type { Item, Table, TableWrite } from '../../lib/pipeline/ports.ts';

const READ_UNIT = 4096;
const WRITE_UNIT = 1024;
/** A query answers at most so much at once. */
const PAGE_BYTES = 1024 * 1024;

/** A table that counts what DynamoDB would bill. An item's JSON stands for what DynamoDB takes for its size. */
export function countedTable(
  table: Table,
  tally: Tally,
): {
  table: Table;
  bytes(): Record<string, number>;
} {
  const sizes = new Map<string, number>();
  const sizeIn = (monitor: string, sk: string) => sizes.get(`${monitor} ${sk}`) ?? 0;
  const read = (bytes: number) => {
    tally.readUnits += Math.max(1, Math.ceil(bytes / READ_UNIT));
  };
  /** A put is billed by the larger of old and new item, a removal and a check by the item that is there. */
  const units = (monitor: string, write: TableWrite) => {
    const size =
      'put' in write
        ? Math.max(sizeOf(write.put), sizeIn(monitor, write.put.sk))
        : sizeIn(monitor, 'remove' in write ? write.remove : write.check);
    return Math.max(1, Math.ceil(size / WRITE_UNIT));
  };
  async function* stream(monitor: string, prefix: string): AsyncGenerator<Item> {
    let bytes = 0;
    let pages = 1;
    try {
      for await (const item of table.stream(monitor, prefix)) {
        bytes += sizeOf(item);
        pages = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
        yield item;
      }
    } finally {
      tally.tableQueries += pages;
      read(bytes);
    }
  }
  const counted: Table = {
    get: async (monitor, sk) => {
      const item = await table.get(monitor, sk);
      tally.tableGets += 1;
      read(item ? sizeOf(item) : 0);
      return item;
    },
    query: async (monitor, prefix) => {
      const items: Item[] = [];
      for await (const item of stream(monitor, prefix)) items.push(item);
      return items;
    },
    stream,
    write: async (monitor, writes) => {
      const [first] = writes;
      if (!first) return;
      const isTransaction = writes.length > 1 || 'check' in first;
      tally.tableWrites += 1;
      for (const write of writes) {
        tally.writeUnits += units(monitor, write) * (isTransaction ? 2 : 1);
      }
      await table.write(monitor, writes);
      for (const write of writes) {
        if ('put' in write) sizes.set(`${monitor} ${write.put.sk}`, sizeOf(write.put));
        else if ('remove' in write) sizes.delete(`${monitor} ${write.remove}`);
      }
    },
    // DynamoDB removes what has expired by itself, at no cost.
    sweep: (monitor, now) => table.sweep(monitor, now),
  };
  const bytes = () => {
    const found: Record<string, number> = {};
    for (const [key, size] of sizes) {
      const kind = key.replace(/^[^ ]* /, '').split('#')[0] ?? '';
      found[kind] = (found[kind] ?? 0) + size;
    }
    return found;
  };
  return { table: counted, bytes };
}

const sizeOf = (item: Item): number => Buffer.byteLength(JSON.stringify(item));
