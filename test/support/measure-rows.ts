import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { measureWindow } from '../../lib/judge/measure-window.ts';
import type { Measured } from '../../lib/judge/measured.ts';
import { monitorMetrics } from '../../lib/metrics/custom/monitor-metrics.ts';
import { customColumns, customMetrics } from '../../lib/monitor/custom-metrics.ts';
import { parseDuration } from '../../lib/monitor/duration.ts';
import { labelColumn } from '../../lib/monitor/label-column.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { segmentColumns } from '../../lib/monitor/segments.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import { buildBaseline } from '../../lib/profile/build-baseline.ts';
import type { Slice } from '../../lib/profile/profile.ts';
import { rollUp } from '../../lib/profile/roll-up.ts';
import {
  readOutcome,
  readProfile,
  selectOutcome,
  selectProfile,
} from '../../lib/profile/select-profile.ts';
import { type InputFile, load } from '../../lib/read/load.ts';
import { raw, type Sql, sql } from '../../lib/sql/sql.ts';

export interface MeasuredRows {
  readonly frame: Awaited<ReturnType<typeof buildBaseline>>['frame'];
  readonly baseline: readonly Slice[];
  /** The baseline's own, where the monitor file has a budget of false alarms. */
  readonly baselineWindows: readonly (readonly Slice[])[];
  /** The slices of each window, in the order given. */
  readonly windows: readonly (readonly Slice[])[];
  readonly measured: readonly (readonly Measured[])[];
}

/**
 * Measures relations of rows against a baseline, through the real reader and the real statements; each relation is one window.
 *
 * `monitor` is a monitor file's text. A label column is read from the rows themselves. Relations may read files, as in
 * sql`(FROM read_csv(${path}) LIMIT 5000)`.
 */
export async function measureRows(input: {
  readonly monitor: string;
  readonly baseline: Sql;
  readonly windows: readonly Sql[];
}): Promise<MeasuredRows> {
  const monitor = parseMonitor(input.monitor, 'monitor.yaml');
  const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-rows-'));
  const engine = await openDuckDb({ threads: 1, memoryMegabytes: 700, spillFolder: scratch });
  try {
    const reference = await asFile(engine, input.baseline, join(scratch, 'baseline.parquet'));
    const built = await buildBaseline(engine, monitor, [reference], scratch);
    const { frame, slices: baseline, windows: baselineWindows } = built;
    const windows: Slice[][] = [];
    for (const [i, relation] of input.windows.entries()) {
      const file = await asFile(engine, relation, join(scratch, `window-${i}.parquet`));
      await engine.run(raw('DROP VIEW IF EXISTS loaded'));
      await engine.run(raw('DROP TABLE IF EXISTS loaded')).catch(() => undefined);
      await load(engine, [file], {
        shape: {
          task: monitor.task,
          names: { ...monitor.columns, label: labelColumn(monitor) },
          columns: frame.columns,
          segments: segmentColumns(monitor),
          custom: customColumns(customMetrics(monitor)),
        },
        delimiter: ',',
        rejection: raw('NULL::VARCHAR'),
        careful: false,
        scratch,
      });
      const rows = raw(
        '(SELECT *, 0 AS window_start, NULL::DOUBLE AS label_delay_seconds FROM loaded)',
      );
      const profiled = await engine.rows(selectProfile(monitor, frame, rows));
      const outcomes = await engine.rows(selectOutcome(monitor, frame, rows));
      windows.push(
        rollUp([
          ...profiled.map((row) => readProfile(monitor, frame, row)),
          ...outcomes.map((row) => readOutcome(monitor, frame, row)),
        ]),
      );
    }
    const windowMinutes = parseDuration(monitor.window) / 60_000;
    const measured = windows.map((current) =>
      measureWindow(
        { monitor, frame, baseline, current, windowMinutes, rejected: 0 },
        monitorMetrics(monitor),
      ),
    );
    return { frame, baseline, baselineWindows, windows, measured };
  } finally {
    engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** One value by metric and place. @throws where it was not measured */
export function valueAt(
  measured: readonly Measured[],
  metric: string,
  { column = null, segment = null }: { column?: string | null; segment?: string | null } = {},
): Measured['value'] {
  const found = measured.find(
    (one) =>
      one.metric.name === metric &&
      one.place.column === column &&
      one.place.segment === segment &&
      one.place.variant === null,
  );
  if (!found) throw new Error(`${metric} was not measured at ${column} ${segment}`);
  return found.value;
}

async function asFile(engine: Engine, rows: Sql, path: string): Promise<InputFile> {
  await engine.run(sql`COPY (SELECT * FROM ${rows}) TO ${path} (FORMAT parquet)`);
  const { size } = await stat(path);
  return { key: path, size, file: { path, release: async () => {} } };
}
