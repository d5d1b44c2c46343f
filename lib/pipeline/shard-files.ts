import type { Monitor } from '../monitor/schema.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';
import type { Staged } from './profile-shard.ts';
import { type Shard, shardKey, type Work } from './shard.ts';

/** Removes what earlier tries of a shard wrote and this one did not; returns the windows that it no longer touches. */
export async function removeTraces(
  ports: Ports,
  { monitor }: Monitor,
  { id, kind, remains, tries, windows }: Work,
  staged: Staged,
): Promise<number[]> {
  if (!remains && tries === 1) return [];
  const { windows: known } = (await ports.table.get(monitor, shardKey(id))) as Shard;
  const left = [...new Set([...windows, ...known])].filter(
    (window) => !staged.windows.includes(window),
  );
  for (const window of left) {
    for (const key of shardFiles(monitor, window, id)) await ports.workspace.remove(key);
  }
  if (Object.keys(staged.rejected).length === 0)
    await ports.workspace.remove(layout.rejected(monitor, id));
  if (kind === 'labels') {
    await ports.workspace.remove(layout.unmatchedRejects(monitor, id));
    if (staged.unmatched === 0) await ports.workspace.remove(layout.unmatchedLabels(monitor, id));
  }
  return left;
}

function shardFiles(monitor: string, window: number, shard: string): string[] {
  return [
    `${layout.profiles(monitor, window)}${shard}.json`,
    `${layout.staged(monitor, window)}${shard}.parquet`,
    `${layout.idsOf(monitor, window)}${shard}.parquet`,
  ];
}
