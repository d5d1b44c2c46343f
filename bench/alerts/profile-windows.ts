import { labelColumn } from '../../lib/monitor/label-column.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { segmentColumns } from '../../lib/monitor/segments.ts';
import type { Engine } from '../../lib/pipeline/ports.ts';
import type { Frame } from '../../lib/profile/frame.ts';
import type { Profile, Slice } from '../../lib/profile/profile.ts';
import { rollUp } from '../../lib/profile/roll-up.ts';
import {
  type ProfiledGroup,
  readOutcome,
  readProfile,
  selectOutcome,
  selectProfile,
} from '../../lib/profile/select-profile.ts';
import { canonicalColumns } from '../../lib/read/canonical.ts';
import { raw, type Sql, sql } from '../../lib/sql/sql.ts';
import { isWhole } from '../../lib/whole.ts';

/** The slices of every window of `rows`, a relation of a log's columns with window_start, by the pipeline's own statements. */
export async function profileWindows(
  engine: Engine,
  monitor: Monitor,
  frame: Frame,
  rows: Sql,
): Promise<Map<number, Slice[]>> {
  const described = await engine.rows(sql`DESCRIBE SELECT * FROM ${rows}`);
  const present = described.map((column) => ({
    name: String(column.column_name),
    type: String(column.column_type),
  }));
  const shape = {
    task: monitor.task,
    names: { ...monitor.columns, label: labelColumn(monitor) },
    columns: frame.columns,
    segments: segmentColumns(monitor),
  };
  await engine.run(sql`CREATE OR REPLACE TEMP TABLE canonical AS
    SELECT ${canonicalColumns(shape, present)}, window_start, NULL::DOUBLE AS label_delay_seconds FROM ${rows}`);
  const relation = raw('canonical');
  const profiled = await engine.rows(selectProfile(monitor, frame, relation));
  const outcomes =
    labelColumn(monitor) === undefined
      ? []
      : await engine.rows(selectOutcome(monitor, frame, relation));
  const groups = new Map<number, ProfiledGroup[]>();
  const add = (group: ProfiledGroup) => {
    const known = groups.get(group.window);
    if (known) known.push(group);
    else groups.set(group.window, [group]);
  };
  for (const row of profiled) add(readProfile(monitor, frame, row));
  for (const row of outcomes) add(readOutcome(monitor, frame, row));
  return new Map([...groups].sort(([a], [b]) => a - b).map(([w, parts]) => [w, rollUp(parts)]));
}

/** The profile of all rows of a window. */
export function wholeOf(slices: readonly Slice[]): Profile | undefined {
  return slices.find(isWhole)?.profile;
}
