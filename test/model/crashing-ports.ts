import type { Ports } from '../../lib/pipeline/ports.ts';

export class Crash extends Error {}

/** Where a process dies: at its call number `at` to the world, before it has its effect or after. */
export interface Death {
  readonly at: number;
  readonly after: boolean;
}

const STREAMS = new Set<PropertyKey>(['level', 'walk', 'stream']);
const FREE = new Set<PropertyKey>(['locate', 'close']);

/** Ports of a process that dies; `settled` waits for what was under way then. */
export function crashingPorts(ports: Ports, death: Death) {
  let [calls, dead] = [0, false];
  const underWay = new Set<Promise<unknown>>();
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    const fatal = calls++ === death.at;
    if (dead || (fatal && !death.after)) {
      dead = true;
      throw new Crash();
    }
    const done = work();
    underWay.add(done);
    const result = await done.finally(() => underWay.delete(done));
    if (fatal) dead = true;
    if (dead) throw new Crash();
    return result;
  };
  async function* flow<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
    await step(async () => {});
    for await (const one of source) {
      if (dead) throw new Crash();
      yield one;
    }
  }
  const mortal = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value = Reflect.get(object, name, object);
        if (typeof value !== 'function') return value;
        if (FREE.has(name)) return value.bind(object);
        if (STREAMS.has(name)) return (...args: unknown[]) => flow(value.apply(object, args));
        return (...args: unknown[]) => step(() => value.apply(object, args));
      },
    });
  const dying: Ports = {
    ...ports,
    workspace: mortal(ports.workspace),
    table: mortal(ports.table),
    outlets: mortal(ports.outlets),
    openEngine: () => step(async () => mortal(await ports.openEngine())),
  };
  return {
    ports: dying,
    died: () => dead,
    settled: () => Promise.allSettled([...underWay]),
  };
}
