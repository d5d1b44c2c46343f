import type { Monitor } from '../monitor/schema.ts';
import { parseResult } from '../results-schema.ts';
import type { Ports } from './ports.ts';
import { writeIncidentTable, writeWindowTables } from './write-tables.ts';

/** So many results are held at once. */
const BATCH = 50;

/** Writes a monitor's tables anew from its result files and the incidents that are remembered. Returns how many there are. */
export async function rebuildTables(
  ports: Ports,
  monitor: Monitor,
): Promise<{ windows: number; incidents: number }> {
  const name = monitor.monitor;
  const results = await ports.workspace.list(`results/${name}/`);
  for (let from = 0; from < results.length; from += BATCH) {
    const texts = await Promise.all(
      results.slice(from, from + BATCH).map(({ key }) => ports.workspace.read(key)),
    );
    const there = texts.filter((text) => text !== null);
    await writeWindowTables(ports, monitor, there.map(parseResult));
  }
  const incidents = await ports.table.query(name, 'incident#');
  await writeIncidentTable(
    ports,
    name,
    incidents.map((put) => ({ put })),
  );
  return { windows: results.length, incidents: incidents.length };
}
