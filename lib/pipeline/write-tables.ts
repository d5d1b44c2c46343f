import { sha256 } from '../audit/digest.ts';
import type { Incident } from '../judge/incident.ts';
import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import { incidentRows } from '../tables/incident-rows.ts';
import { findingRows, measurementRows } from '../tables/window-rows.ts';
import { layout, windowName } from './layout.ts';
import type { Engine, Ports, TableWrite } from './ports.ts';
import { writeTableFile } from './write-table-file.ts';

/** Writes what a result says into the tables: a file a window each, so that a revision replaces the one before it. */
export async function writeWindowTables(
  ports: Ports,
  monitor: Monitor,
  results: readonly WindowResult[],
): Promise<void> {
  const metrics = monitorMetrics(monitor);
  await withEngine(ports, async (engine) => {
    for (const result of results) {
      const start = Date.parse(result.window.start);
      const key = (table: 'measurements' | 'findings') =>
        layout.table(table, monitor.monitor, start, `window=${windowName(start)}`);
      const measured = measurementRows(result, metrics);
      await writeTableFile(ports, engine, 'measurements', key('measurements'), measured);
      await writeTableFile(ports, engine, 'findings', key('findings'), findingRows(result));
    }
  });
}

/** Brings the table of incidents up to date with writes to their items: one file an incident, in the month of its onset. */
export async function writeIncidentTable(
  ports: Ports,
  monitor: string,
  writes: readonly TableWrite[],
): Promise<void> {
  const changes = writes.flatMap((write): { sk: string; incident: Incident | null }[] => {
    if ('put' in write) return [{ sk: write.put.sk, incident: write.put.incident as Incident }];
    return 'remove' in write ? [{ sk: write.remove, incident: null }] : [];
  });
  if (changes.length === 0) return;
  await withEngine(ports, async (engine) => {
    for (const { sk, incident } of changes) {
      const rows = incident ? incidentRows(incident) : [];
      await writeTableFile(ports, engine, 'incidents', incidentFile(monitor, sk), rows);
    }
  });
}

/** `sk` is `incident#<onset>#<cause>`; a cause may be any name of a column, so a digest stands for it. */
function incidentFile(monitor: string, sk: string): string {
  const onset = Date.parse(sk.split('#')[1] ?? '');
  const name = `incident=${windowName(onset)}-${sha256(sk).slice(0, 12)}`;
  return layout.table('incidents', monitor, onset, name);
}

async function withEngine(ports: Ports, work: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await ports.openEngine();
  try {
    await work(engine);
  } finally {
    engine.close();
  }
}
