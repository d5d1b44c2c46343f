import { ConflictError } from '../../errors.ts';
import type { Item, Table, TableWrite } from '../../pipeline/ports.ts';
import { byUtf8 } from '../../utf8-order.ts';

/** A table that lives as long as the process: for a run that is to leave nothing behind. */
export class MemoryTable implements Table {
  private readonly monitors = new Map<string, Map<string, Item>>();

  async get(monitor: string, sk: string): Promise<Item | null> {
    return this.items(monitor).get(sk) ?? null;
  }

  async query(monitor: string, prefix: string): Promise<Item[]> {
    return [...this.items(monitor).values()]
      .filter(({ sk }) => sk.startsWith(prefix))
      .sort((a, b) => byUtf8(a.sk, b.sk));
  }

  async *stream(monitor: string, prefix: string): AsyncGenerator<Item> {
    yield* await this.query(monitor, prefix);
  }

  async write(monitor: string, writes: readonly TableWrite[]): Promise<void> {
    const items = this.items(monitor);
    const keys = new Set(writes.map(keyOf));
    if (writes.length > 100 || keys.size < writes.length)
      throw new Error(
        `${writes.length} writes of ${keys.size} items at once: 100 are all, one an item`,
      );
    for (const write of writes) check(items, write);
    for (const write of writes) {
      if ('remove' in write) items.delete(write.remove);
      // As JSON keeps it, so that nothing is there that a stored table would not give back.
      else if ('put' in write) items.set(write.put.sk, JSON.parse(JSON.stringify(write.put)));
    }
  }

  async sweep(monitor: string, now: Date): Promise<void> {
    const items = this.items(monitor);
    for (const { sk, expires } of items.values())
      if (typeof expires === 'number' && expires < now.getTime() / 1000) items.delete(sk);
  }

  private items(monitor: string): Map<string, Item> {
    const known = this.monitors.get(monitor) ?? new Map<string, Item>();
    this.monitors.set(monitor, known);
    return known;
  }
}

function check(items: ReadonlyMap<string, Item>, write: TableWrite): void {
  const refuse = (sk: string) => {
    throw new ConflictError(`the condition on ${sk} does not hold`);
  };
  if ('check' in write) {
    if (items.get(write.check)?.[write.field] !== write.is) refuse(write.check);
  } else if ('put' in write) {
    const { sk } = write.put;
    if (write.unless === 'exists' && items.has(sk)) refuse(sk);
    if (write.when && items.get(sk)?.[write.when.field] !== write.when.is) refuse(sk);
  }
}

function keyOf(write: TableWrite): string {
  if ('put' in write) return write.put.sk;
  return 'remove' in write ? write.remove : write.check;
}
