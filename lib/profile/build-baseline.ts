import { ConfigError } from '../errors.ts';
import { allowedFalseAlarms } from '../monitor/false-alarms.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Engine } from '../pipeline/ports.ts';
import { columnAlias } from '../read/canonical.ts';
import { csvErrors } from '../read/csv.ts';
import { foundColumns } from '../read/found-columns.ts';
import { describe, type InputFile } from '../read/load.ts';
import { raw, sql } from '../sql/sql.ts';
import type { Baseline } from './baseline.ts';
import { profileBaselineWindows } from './baseline-windows.ts';
import { checkColumns, checkValues } from './check-data-set.ts';
import type { Column } from './column.ts';
import { dataSetOptions, dataSetRows, loadDataSet, refuse } from './data-set.ts';
import type { Frame } from './frame.ts';
import { freezeColumn } from './freeze-column.ts';
import { freezeComponents } from './freeze-components.ts';
import { freezeOutcome, partMinutesOf } from './freeze-outcome.ts';
import { freezeSegments } from './freeze-segments.ts';
import { inferColumns } from './infer-columns.ts';
import { type Slice, withSchema } from './profile.ts';
import { profileRows } from './profile-rows.ts';

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
  const groups = await Promise.all(
    files.map((file) =>
      describe(engine, file, dataSetOptions(monitor, [], scratch)).catch(refuse(file)),
    ),
  );
  checkColumns(
    monitor,
    groups.flatMap((group) => group.columns),
  );
  const { columns: typed, notes } = await inferColumns(engine, monitor, groups);
  const readable = await loadDataSet(engine, monitor, typed, files, scratch);
  const [unparsed] = await engine.rows(sql`SELECT count(*) AS n FROM ${await csvErrors(engine)}`);
  if (Number(unparsed?.n) > 0)
    notes.push(`${unparsed?.n} errors in lines of the data set: these lines are left out`);
  await checkValues(engine, monitor, raw('loaded'));
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
    allowedFalseAlarms(monitor) === null
      ? []
      : [...(await profileBaselineWindows(engine, monitor, frame, raw('loaded'))).values()];
  return { frame, slices: withSchema(slices, await foundColumns(readable)), notes, windows };
}

/** The reference profile: one window, one variant, its time cut into as many parts as a window's. */
async function profileBaseline(engine: Engine, monitor: Monitor, frame: Frame): Promise<Slice[]> {
  const rows = dataSetRows(raw('0'));
  const partMinutes = await partMinutesOf(engine, rows, frame.outcome.partMinutes);
  const coarse = { ...frame, outcome: { ...frame.outcome, partMinutes } };
  return [...(await profileRows(engine, monitor, coarse, rows)).values()].flat();
}
