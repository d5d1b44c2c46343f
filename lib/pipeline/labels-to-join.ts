import { labelWait } from '../monitor/retention.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Due } from './due.ts';
import { layout } from './layout.ts';
import { isInTime } from './match-labels.ts';
import type { Ports, WorkspaceObject } from './ports.ts';
import type { Shard } from './shard.ts';
import type { WindowRecord } from './state.ts';

/** The files that hold all labels of a window. */
export interface LabelFiles {
  /** What it was joined with before, which outlasts the batches that it came from. */
  readonly known: WorkspaceObject | null;
  readonly batches: readonly WorkspaceObject[];
  /** The shards whose labels among the known ones count no more: they were done again. */
  readonly retracted: readonly string[];
}

/**
 * What a window was joined with before, and the batches that came since.
 *
 * Where predictions came, or a batch took labels back, all batches that may hold labels of it.
 */
export async function labelsToJoin(
  ports: Ports,
  input: { monitor: Monitor; window: number; due: readonly Due[]; came: WindowRecord['came'] },
): Promise<LabelFiles> {
  const { monitor, window, due } = input;
  const { monitor: name } = monitor;
  const staged = await ports.workspace.list(layout.stagedLabels(name));
  const fileOf = new Map(staged.map((object) => [shardOf(object.key), object]));
  const key = layout.outcomes(name, window);
  const objects = await ports.workspace.list(key);
  const known = objects.find((object) => object.key === key) ?? null;
  // Labels that were looked up are kept nowhere else.
  if (monitor.labels?.from === 'dynamodb_by_id') return { known, batches: [], retracted: [] };
  const fresh = due.filter(({ by }) => by.startsWith('labels-'));
  const all = !known || due.some(({ by, anew }) => anew || by.startsWith('predictions-'));
  if (!all)
    return { known, batches: fresh.flatMap(({ by }) => fileOf.get(by) ?? []), retracted: [] };
  const shards = (await ports.table.query(name, 'shard#labels-')) as Shard[];
  const intime = shards.filter((shard) => isForWindow(input, shard));
  return {
    known,
    batches: intime.flatMap(({ id }) => fileOf.get(id) ?? []),
    retracted: fresh.filter(({ anew }) => anew).map(({ by }) => by),
  };
}

/** A label waits for its prediction, and a prediction for its label, as long as `labels.wait`. */
function isForWindow(
  { monitor, window, came }: Parameters<typeof labelsToJoin>[1],
  { claimed }: Shard,
): boolean {
  const early = Date.parse(came.first) - labelWait(monitor);
  return Date.parse(claimed) >= early && isInTime(monitor, claimed, window, came.last);
}

function shardOf(key: string): string {
  return (
    key
      .split('/')
      .at(-1)
      ?.replace(/\.parquet$/, '') ?? ''
  );
}
