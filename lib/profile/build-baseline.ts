import { ConfigError } from '../errors.ts';
import { customColumns, customMetrics } from '../monitor/custom-metrics.ts';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import { segmentColumns } from '../monitor/segments.ts';
import type { Engine } from '../pipeline/ports.ts';
import { columnAlias } from '../read/canonical.ts';
import { csvErrors } from '../read/csv.ts';
import { foundColumns } from '../read/found-columns.ts';
import { describe, type InputFile, type LoadOptions, load } from '../read/load.ts';
import { raw, sql } from '../sql/sql.ts';
import type { Baseline } from './baseline.ts';
import { profileBaselineWindows } from './baseline-windows.ts';
import type { Column } from './column.ts';
import type { Frame } from './frame.ts';
import { freezeColumn } from './freeze-column.ts';
import { freezeComponents } from './freeze-components.ts';
import { freezeOutcome, partMinutesOf } from './freeze-outcome.ts';
import { freezeSegments } from './freeze-segments.ts';
import { inferColumns } from './infer-columns.ts';
import { type Slice, withSchema } from './profile.ts';
import { rollUp } from './roll-up.ts';
import { readOutcome, readProfile, selectOutcome, selectProfile } from './select-profile.ts';

/**
 * Freezes the reference: column types, bins, segments, and the profile of the data set itself.
 * `windows` are the data set's own, where the monitor file has a budget of false alarms.
 *
 * @throws ConfigError where the data set can't be read or lacks what the monitor file names.
 */
export async function buildBaseline(
  engine: Engine,
  monitor: Monitor,
  files: readonly InputFile[],
  scratch: string,
): Promise<Pick<Baseline, 'frame' | 'slices' | 'notes'> & { readonly windows: Slice[][] }> {
  const options = (columns: readonly Pick<Column, 'name' | 'role' | 'type'>[]): LoadOptions => ({
    shape: {
      task: monitor.task,
      names: { ...monitor.columns, label: labelColumn(monitor) },
      columns: columns as readonly Column[],
      segments: segmentColumns(monitor),
      custom: customColumns(customMetrics(monitor)),
    },
    delimiter: monitor.predictions.from === 's3' ? (monitor.predictions.delimiter ?? ',') : ',',
    capture: monitor.predictions.from === 's3' ? monitor.predictions.capture : undefined,
    rejection: raw('NULL::VARCHAR'),
    careful: false,
    scratch,
    everyColumn: true,
  });
  const groups = await Promise.all(
    files.map((file) => describe(engine, file, options([])).catch(refuse(file))),
  );
  const { columns: typed, notes } = await inferColumns(engine, monitor, groups);
  const { rejected, readable } = await load(engine, files, options(typed));
  if (rejected[0]) refuse({ key: rejected[0].source })(new Error(rejected[0].reason));
  const [unparsed] = await engine.rows(sql`SELECT count(*) AS n FROM ${await csvErrors(engine)}`);
  if (Number(unparsed?.n) > 0)
    notes.push(`${unparsed?.n} errors in lines of the data set: these lines are left out`);
  const columns: Column[] = [];
  for (const [i, column] of typed.entries()) {
    columns.push(await freezeColumn(engine, column, raw('loaded'), columnAlias(i)));
  }
  const components = await freezeComponents(engine, columns, raw('loaded'));
  const frame: Frame = {
    columns,
    outcome: await freezeOutcome(engine, monitor, columns, raw('loaded')),
    segments: await freezeSegments(engine, monitor),
    ...(components && { components }),
  };
  const slices = await profileBaseline(engine, monitor, frame);
  if ((slices[0]?.profile.rows ?? 0) === 0)
    throw new ConfigError(`the baseline data set of ${monitor.monitor} holds no rows`);
  const windows =
    monitor.alerts.false_alarms === undefined
      ? []
      : await profileBaselineWindows(engine, monitor, frame, raw('loaded'));
  return { frame, slices: withSchema(slices, await foundColumns(readable)), notes, windows };
}

/** The reference profile: one window, one variant, its time cut into as many parts as a window's. */
async function profileBaseline(engine: Engine, monitor: Monitor, frame: Frame): Promise<Slice[]> {
  const rows = raw(
    '(SELECT * REPLACE (NULL AS variant), 0 AS window_start, NULL::DOUBLE AS label_delay_seconds FROM loaded)',
  );
  const partMinutes = await partMinutesOf(engine, rows, frame.outcome.partMinutes);
  const coarse = { ...frame, outcome: { ...frame.outcome, partMinutes } };
  const profiled = await engine.rows(selectProfile(monitor, coarse, rows));
  const outcomes =
    labelColumn(monitor) === undefined
      ? []
      : await engine.rows(selectOutcome(monitor, coarse, rows));
  return rollUp([
    ...profiled.map((row) => readProfile(monitor, coarse, row)),
    ...outcomes.map((row) => readOutcome(monitor, coarse, row)),
  ]);
}

function refuse(file: { readonly key: string }) {
  return (error: Error): never => {
    throw new ConfigError(`${file.key} can't serve as a baseline: ${error.message}`);
  };
}
