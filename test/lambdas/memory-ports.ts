import type { Item, Outlets, Ports, TableWrite } from '../../lib/pipeline/ports.ts';

export interface Memory {
  readonly ports: Ports;
  readonly objects: Map<string, string>;
  readonly items: Map<string, Item>;
  /** Keys in the order of their writes. */
  readonly written: string[];
  readonly said: { readonly outlet: keyof Outlets; readonly content: unknown }[];
}

/** Ports that keep everything in memory and open no engine. */
export function memoryPorts(): Memory {
  const objects = new Map<string, string>();
  const items = new Map<string, Item>();
  const written: string[] = [];
  const said: Memory['said'] = [];
  const refuse = async () => {
    throw new Error('not here');
  };
  const say = (outlet: keyof Outlets) => async (content: unknown) => {
    said.push({ outlet, content });
  };
  const id = (monitor: string, sk: string) => `${monitor}/${sk}`;
  const ports: Ports = {
    workspace: {
      list: async (prefix) =>
        [...objects]
          .filter(([key]) => key.startsWith(prefix))
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, { length }]) => ({ key, size: length, etag: 'e', modified: '' })),
      read: async (key) => objects.get(key) ?? null,
      write: async (key, body) => {
        written.push(key);
        objects.set(key, body);
      },
      open: refuse,
      store: refuse,
      locate: (key) => `memory://${key}`,
    },
    table: {
      get: async (monitor, sk) => items.get(id(monitor, sk)) ?? null,
      query: async (monitor, prefix) =>
        [...items].filter(([key]) => key.startsWith(id(monitor, prefix))).map(([, item]) => item),
      write: async (monitor, writes: readonly TableWrite[]) => {
        for (const write of writes) {
          if ('put' in write) items.set(id(monitor, write.put.sk), write.put);
          else items.delete(id(monitor, write.remove));
        }
      },
    },
    tables: { export: refuse },
    outlets: {
      publish: say('publish'),
      notify: say('notify'),
      requestRetraining: say('requestRetraining'),
    },
    openEngine: refuse,
    scratch: '/nowhere',
  };
  return { ports, objects, items, written, said };
}
