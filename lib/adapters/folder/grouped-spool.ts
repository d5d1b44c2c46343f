import type { Spool } from '../../collect/spool.ts';
import type { TableWrite } from '../../pipeline/ports.ts';

interface Pending {
  readonly monitor: string;
  readonly key: string;
  readonly write: TableWrite;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** As many as a transaction takes. */
const GROUP = 100;

/** Puts writes that wait at the same time into one transaction: a file takes a few hundred of these a second. */
export class GroupedSpool implements Spool {
  private pending: Pending[] = [];
  private atWork = false;
  readonly get: Spool['get'];
  readonly stream: Spool['stream'];

  constructor(private readonly table: Spool) {
    this.get = table.get.bind(table);
    this.stream = table.stream.bind(table);
  }

  write(monitor: string, writes: readonly TableWrite[]): Promise<void> {
    const [write, ...more] = writes;
    const key = write && more.length === 0 ? keyOf(write) : null;
    if (!write || key === null) return this.table.write(monitor, writes);
    return new Promise((done, failed) => {
      this.pending.push({ monitor, key, write, done, failed });
      if (!this.atWork) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.atWork = true;
    while (this.pending.length > 0) {
      const group = this.take();
      const [{ monitor } = { monitor: '' }] = group;
      try {
        await this.table.write(
          monitor,
          group.map(({ write }) => write),
        );
        for (const { done } of group) done();
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    this.atWork = false;
  }

  /** The first that wait, of one monitor, each key once: of two writes of a key the later one stays for the next. */
  private take(): Pending[] {
    const monitor = this.pending[0]?.monitor;
    const group: Pending[] = [];
    const keys = new Set<string>();
    const left: Pending[] = [];
    for (const one of this.pending) {
      const fits = one.monitor === monitor && group.length < GROUP && !keys.has(one.key);
      (fits ? group : left).push(one);
      keys.add(one.key);
    }
    this.pending = left;
    return group;
  }
}

/** Null where a condition may fail the write: it must fail no other. */
function keyOf(write: TableWrite): string | null {
  if ('remove' in write) return write.remove;
  return 'put' in write && !write.unless && !write.when ? write.put.sk : null;
}
