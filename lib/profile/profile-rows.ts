import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Engine } from '../pipeline/ports.ts';
import type { Sql } from '../sql/sql.ts';
import type { Frame } from './frame.ts';
import type { Slice } from './profile.ts';
import { rollUp } from './roll-up.ts';
import { readOutcome, readProfile, selectOutcome, selectProfile } from './select-profile.ts';

/** The slices of canonical `rows` with window_start, label and label_delay_seconds, by window_start in ascending order. */
export async function profileRows(
  engine: Engine,
  monitor: Monitor,
  frame: Frame,
  rows: Sql,
): Promise<Map<number, Slice[]>> {
  const profiled = await engine.rows(selectProfile(monitor, frame, rows));
  const outcomes =
    labelColumn(monitor) === undefined
      ? []
      : await engine.rows(selectOutcome(monitor, frame, rows));
  const groups = [
    ...profiled.map((row) => readProfile(monitor, frame, row)),
    ...outcomes.map((row) => readOutcome(monitor, frame, row)),
  ];
  const starts = [...new Set(groups.map(({ window }) => window))].sort((a, b) => a - b);
  return new Map(
    starts.map((start) => [start, rollUp(groups.filter(({ window }) => window === start))]),
  );
}
