import type { Ports, TableWrite } from '../../lib/pipeline/ports.ts';
import type { Injector } from './injector.ts';

/** Ports of which every operation goes through an injector. */
export function faultyPorts(ports: Ports, through: Injector): Ports {
  const { workspace, table, outlets } = ports;
  const read = through.call.bind(through, 'read') as Bound;
  const write = through.call.bind(through, 'write') as Bound;
  const flow = through.flow.bind(through) as Injector['flow'];
  return {
    ...ports,
    workspace: {
      datesArrival: workspace.datesArrival,
      locate: (key) => workspace.locate(key),
      level: flow(workspace.level.bind(workspace), ([folder]) => `level ${folder}`),
      walk: flow(workspace.walk.bind(workspace), ([prefix]) => `walk ${prefix}`),
      list: read(workspace.list.bind(workspace), ([prefix]) => `list ${prefix}`),
      read: read(workspace.read.bind(workspace), ([key]) => `read ${key}`),
      open: read(workspace.open.bind(workspace), ([key]) => `open ${key}`),
      write: write(workspace.write.bind(workspace), ([key]) => `write ${key}`),
      store: write(workspace.store.bind(workspace), ([, key]) => `store ${key}`),
      remove: write(workspace.remove.bind(workspace), ([key]) => `remove ${key}`),
    },
    table: {
      get: read(table.get.bind(table), ([, sk]) => `get ${sk}`),
      query: read(table.query.bind(table), ([, prefix]) => `query ${prefix}`),
      stream: flow(table.stream.bind(table), ([, prefix]) => `stream ${prefix}`),
      write: write(table.write.bind(table), ([, writes]) => `put ${writes.map(nameOf).join(', ')}`),
      sweep: write(table.sweep.bind(table), () => 'sweep'),
    },
    outlets: {
      publish: write(outlets.publish.bind(outlets), () => 'publish'),
      notify: write(outlets.notify.bind(outlets), () => 'notify'),
      requestRetraining: write(outlets.requestRetraining.bind(outlets), () => 'ask to retrain'),
      announce: write(outlets.announce.bind(outlets), ([{ type }]) => `announce ${type}`),
    },
  };
}

/** `Injector.call` of one kind. */
type Bound = <A extends unknown[], R>(
  work: (...args: A) => Promise<R>,
  nameOf: (args: A) => string,
) => (...args: A) => Promise<R>;

function nameOf(write: TableWrite): string {
  if ('put' in write) return write.put.sk;
  return 'remove' in write ? `-${write.remove}` : `?${write.check}`;
}
