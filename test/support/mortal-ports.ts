import type { Ports } from '../../lib/pipeline/ports.ts';

export class Killed extends Error {}

/** Ports that die at their `fatal`-th write, counted from 0, before it takes place: from then on nothing works. */
export function mortalPorts(ports: Ports, fatal: number): { ports: Ports; writes: () => number } {
  let writes = 0;
  let dead = false;
  const live = <A extends unknown[], R>(call: (...args: A) => Promise<R>, isWrite: boolean) => {
    return async (...args: A): Promise<R> => {
      if (dead) throw new Killed();
      if (isWrite && writes++ === fatal) dead = true;
      if (dead) throw new Killed();
      return call(...args);
    };
  };
  const flow = <A extends unknown[], R>(call: (...args: A) => AsyncIterable<R>) => {
    return async function* (...args: A): AsyncGenerator<R> {
      for await (const one of call(...args)) {
        if (dead) throw new Killed();
        yield one;
      }
    };
  };
  const { workspace, table, outlets } = ports;
  const mortal: Ports = {
    ...ports,
    workspace: {
      datesArrival: workspace.datesArrival,
      level: flow((folder) => workspace.level(folder)),
      walk: flow((prefix) => workspace.walk(prefix)),
      list: live((prefix) => workspace.list(prefix), false),
      read: live((key) => workspace.read(key), false),
      write: live((key, body) => workspace.write(key, body), true),
      open: live((...object) => workspace.open(...object), false),
      store: live((path, key) => workspace.store(path, key), true),
      remove: live((key) => workspace.remove(key), true),
      locate: (key) => workspace.locate(key),
    },
    table: {
      get: live((monitor, sk) => table.get(monitor, sk), false),
      query: live((monitor, prefix) => table.query(monitor, prefix), false),
      stream: flow((monitor, prefix) => table.stream(monitor, prefix)),
      write: live((monitor, batch) => table.write(monitor, batch), true),
      sweep: live((monitor, now) => table.sweep(monitor, now), true),
    },
    outlets: {
      publish: live((data) => outlets.publish(data), true),
      notify: live((message) => outlets.notify(message), true),
      requestRetraining: live((request) => outlets.requestRetraining(request), true),
      announce: live((announcement) => outlets.announce(announcement), true),
    },
  };
  return { ports: mortal, writes: () => writes };
}
