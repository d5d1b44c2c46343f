import { parseDuration } from '../monitor/duration.ts';
import { labelWait } from '../monitor/retention.ts';
import type { Monitor } from '../monitor/schema.ts';
import { type Sql, sql } from '../sql/sql.ts';
import { readDue } from './due.ts';
import { withObjects } from './inputs.ts';
import { layout, windowOfName } from './layout.ts';
import type { Engine, Ports } from './ports.ts';
import type { WindowRecord } from './state.ts';

/** A prediction's id as the index of ids holds it: 64 bits, the same in every version of the engine. */
export function idHash(id: Sql): Sql {
  return sql`md5_number_lower(${id})`;
}

export interface Matches {
  /** Starts of the windows that hold predictions of some of these ids. */
  readonly windows: readonly number[];
  /** How many labels match no prediction that is there; the table `unmatched` holds them. */
  readonly unmatched: number;
}

/** Whether a label that was claimed then (ISO) is in time for a window. */
export function isInTime(
  monitor: Monitor,
  claimed: string,
  start: number,
  /** When its last predictions came (ISO); null where that is not remembered any more. */
  came: string | null,
): boolean {
  const end = start + parseDuration(monitor.window);
  const known = Math.max(end, came === null ? 0 : Date.parse(came));
  return Date.parse(claimed) <= known + labelWait(monitor);
}

/**
 * Finds the windows that hold predictions of the ids of the relation `labels`, among those that they are in time for, or
 * where no time of a claim is given among all.
 *
 * Reads an index of ids, 8 bytes a prediction. Makes the table `unmatched` of the labels that no window holds.
 */
export async function matchLabels(
  ports: Ports,
  engine: Engine,
  monitor: Monitor,
  claimed: string | null,
  labels: Sql,
): Promise<Matches> {
  const came = await lastArrivals(ports, monitor.monitor);
  const files = (await ports.workspace.list(layout.ids(monitor.monitor))).flatMap((object) => {
    const window = windowOfName(object.key);
    if (window === null) return [];
    return claimed === null || isInTime(monitor, claimed, window, came.get(window) ?? null)
      ? [{ ...object, window }]
      : [];
  });
  const windowOf = new Map(files.map(({ key, window }) => [key, window]));
  const rows = await withObjects(ports, ports.workspace, files, {}, async (opened) => {
    const index = indexOf(opened.files.map(({ key, file }) => [file.path, windowOf.get(key) ?? 0]));
    const matched = await engine.rows(
      sql`SELECT DISTINCT w FROM ${index} SEMI JOIN (SELECT ${idHash(sql`id`)} AS h FROM ${labels}) USING (h) ORDER BY w`,
    );
    await engine.run(
      sql`CREATE OR REPLACE TEMP TABLE unmatched AS SELECT * EXCLUDE (h)
        FROM (SELECT *, ${idHash(sql`id`)} AS h FROM ${labels}) ANTI JOIN ${index} USING (h)`,
    );
    return matched;
  });
  const [count] = await engine.rows(sql`SELECT count(*) AS n FROM unmatched`);
  return { windows: rows.map(({ w }) => Number(w)), unmatched: Number(count?.n ?? 0) };
}

/** When the last predictions of each window came (ISO), of those that wait to be worked in, too. */
async function lastArrivals(ports: Ports, monitor: string): Promise<Map<number, string>> {
  const records = (await ports.table.query(monitor, 'window#')) as WindowRecord[];
  const last = new Map(records.map(({ start, came }) => [start, came.last]));
  for (const { window, by, claimed } of await readDue(ports, monitor))
    if (by.startsWith('predictions-') && claimed > (last.get(window) ?? ''))
      last.set(window, claimed);
  return last;
}

/** (h, w) of all files: a prediction's hashed id and its window. */
function indexOf(files: readonly (readonly [string, number])[]): Sql {
  if (files.length === 0) return sql`(SELECT 0::UBIGINT AS h, 0 AS w LIMIT 0)`;
  const [paths, windows] = [files.map(([path]) => path), files.map(([, window]) => window)];
  return sql`(SELECT h, w FROM read_parquet(${paths}, filename = '__path', hive_partitioning = false)
    JOIN (SELECT unnest(${paths}) AS __path, unnest(${windows}) AS w) USING (__path))`;
}
