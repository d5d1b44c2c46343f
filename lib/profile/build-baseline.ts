import { ConfigError } from '../errors.ts';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Engine } from '../pipeline/ports.ts';
import { columnAlias, segmentAlias } from '../read/canonical.ts';
import { csvErrors } from '../read/csv.ts';
import { describe, type InputFile, type LoadOptions, load } from '../read/load.ts';
import { raw, sql } from '../sql/sql.ts';
import type { Baseline } from './baseline.ts';
import type { Column } from './column.ts';
import type { Frame } from './frame.ts';
import { freezeColumn } from './freeze-column.ts';
import { inferColumns } from './infer-columns.ts';
import { outcomeRelation } from './outcome-relation.ts';
import { rollUp } from './roll-up.ts';
import { readOutcome, readProfile, selectOutcome, selectProfile } from './select-profile.ts';

const SEGMENT_VALUES = 50;

/**
 * Freezes the reference: column types, bins, segments, and the profile of the data set itself.
 *
 * @throws ConfigError where the data set can't be read or lacks what the monitor file names.
 */
export async function buildBaseline(
  engine: Engine,
  monitor: Monitor,
  files: readonly InputFile[],
  scratch: string,
): Promise<Pick<Baseline, 'frame' | 'slices' | 'notes'>> {
  const options = (columns: readonly Pick<Column, 'name' | 'role' | 'type'>[]): LoadOptions => ({
    shape: {
      task: monitor.task,
      names: { ...monitor.columns, label: labelColumn(monitor) },
      columns: columns as readonly Column[],
    },
    delimiter: monitor.predictions.from === 's3' ? (monitor.predictions.delimiter ?? ',') : ',',
    rejection: raw('NULL::VARCHAR'),
    careful: false,
    scratch,
    everyColumn: true,
  });
  const groups = await Promise.all(
    files.map((file) => describe(engine, file, options([])).catch(refuse(file))),
  );
  const { columns: typed, notes } = await inferColumns(engine, monitor, groups);
  const { rejected } = await load(engine, files, options(typed));
  if (rejected[0]) refuse({ key: rejected[0].source })(new Error(rejected[0].reason));
  const [unparsed] = await engine.rows(sql`SELECT count(*) AS n FROM ${await csvErrors(engine)}`);
  if (Number(unparsed?.n) > 0)
    notes.push(`${unparsed?.n} errors in lines of the data set: these lines are left out`);
  const columns: Column[] = [];
  for (const [i, column] of typed.entries()) {
    columns.push(await freezeColumn(engine, column, raw('loaded'), columnAlias(i)));
  }
  const frame: Frame = {
    columns,
    outcome: await freezeOutcome(engine, monitor, columns),
    segments: await freezeSegments(engine, monitor),
  };
  const rows = raw('(SELECT * REPLACE (NULL AS variant), 0 AS window_start FROM loaded)');
  const profiled = await engine.rows(selectProfile(monitor, frame, rows));
  const outcomes =
    labelColumn(monitor) === undefined
      ? []
      : await engine.rows(selectOutcome(monitor, frame, outcomeRelation(monitor, rows)));
  const slices = rollUp([
    ...profiled.map((row) => readProfile(monitor, frame, row)),
    ...outcomes.map((row) => readOutcome(monitor, frame, row)),
  ]);
  if ((slices[0]?.profile.rows ?? 0) === 0)
    throw new ConfigError(`the baseline data set of ${monitor.monitor} holds no rows`);
  return { frame, slices, notes };
}

async function freezeOutcome(
  engine: Engine,
  monitor: Monitor,
  columns: readonly Column[],
): Promise<Frame['outcome']> {
  const score = columns.find(
    ({ name, role }) => role === 'score' && name === monitor.columns.score,
  );
  const logged =
    monitor.columns.score === undefined
      ? []
      : Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
  const scoreEdges = score?.type === 'numeric' ? withGrid(score.edges) : logged;
  if (monitor.task !== 'regression') return { task: monitor.task, scoreEdges, actualCenter: 0 };
  const [row] = await engine.rows(raw('SELECT avg(label) AS mean FROM loaded'));
  return { task: 'regression', scoreEdges: [], actualCenter: Number(row?.mean ?? 0) };
}

async function freezeSegments(engine: Engine, monitor: Monitor): Promise<Frame['segments']> {
  const segments = monitor.columns.segments.map(async (column, i) => {
    const values =
      await engine.rows(sql`SELECT ${segmentAlias(i)} AS name, count(*) AS n FROM loaded
      GROUP BY ALL ORDER BY n DESC, name LIMIT ${SEGMENT_VALUES}`);
    return [column, values.map((row) => String(row.name))] as const;
  });
  return Object.fromEntries(await Promise.all(segments));
}

/** Scores are held against labels far from where the baseline held scores, too, and close to 0 and 1. */
function withGrid(edges: readonly number[]): number[] {
  const even = Array.from({ length: 1001 }, (_, i) => i / 1000);
  const logits = Array.from({ length: 401 }, (_, i) => 1 / (1 + Math.exp((i - 200) / 10)));
  return [...new Set([...edges, ...even, ...logits])].sort((a, b) => a - b);
}

function refuse(file: { readonly key: string }) {
  return (error: Error): never => {
    throw new ConfigError(`${file.key} can't serve as a baseline: ${error.message}`);
  };
}
