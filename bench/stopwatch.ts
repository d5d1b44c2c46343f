import type { Ports } from '../lib/pipeline/ports.ts';
import type { Sql } from '../lib/sql/sql.ts';

/** One thing that the worker waited for. */
export interface Lap {
  /** The start of a statement, on one line, or what else was done. */
  readonly what: string;
  readonly seconds: number;
}

const SHOWN = 88;

/** Ports that note how long every statement and every write to the workspace takes. */
export function watched(ports: Ports, laps: Lap[]): Ports {
  const timed = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    try {
      return await run();
    } finally {
      laps.push({ what, seconds: (performance.now() - start) / 1000 });
    }
  };
  return {
    ...ports,
    openEngine: async () => {
      const engine = await timed('open the engine', () => ports.openEngine());
      return {
        run: (statement) => timed(shown(statement), () => engine.run(statement)),
        rows: (query) => timed(shown(query), () => engine.rows(query)),
        close: () => engine.close(),
      };
    },
    workspace: {
      datesArrival: ports.workspace.datesArrival,
      level: (folder) => ports.workspace.level(folder),
      walk: (prefix) => ports.workspace.walk(prefix),
      list: (prefix) => ports.workspace.list(prefix),
      read: (key) => timed('read from the workspace', () => ports.workspace.read(key)),
      write: (key, body) => timed('write to the workspace', () => ports.workspace.write(key, body)),
      open: (...object) => timed('open an object', () => ports.workspace.open(...object)),
      store: (path, key) => timed('store in the workspace', () => ports.workspace.store(path, key)),
      remove: (key) => timed('remove from the workspace', () => ports.workspace.remove(key)),
      locate: (key) => ports.workspace.locate(key),
    },
  };
}

function shown({ text }: Sql): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/'[^']*\/([^'/]*)'/g, (_, name: string) => `'${name.length > 20 ? '…' : name}'`);
  const from = line.length > SHOWN ? line.match(/ FROM [^(].*/)?.[0] : undefined;
  const start = line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
  return from && from.length < SHOWN / 2 && !start.includes(from) ? `${start}${from}` : start;
}
