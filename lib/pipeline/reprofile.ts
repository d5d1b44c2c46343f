import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { highestVersion } from './ensure-baseline.ts';
import type { Ports, TableWrite } from './ports.ts';
import type { ProfileFile } from './profile-file.ts';
import { type Shard, shardKey } from './shard.ts';
import { touchWindows } from './state.ts';

/**
 * Sends the shards of a window that were profiled against an older baseline, or by older code, back to be profiled against the newest.
 *
 * Profiles over different bins or of different sums don't add up; a shard keeps its members, so it can be done again.
 */
export async function reprofile(
  ports: Ports,
  monitor: string,
  window: number,
  files: readonly ProfileFile[],
): Promise<void> {
  const newest = (await highestVersion(ports, monitor)) ?? '';
  const writes: TableWrite[] = [];
  for (const { shard, baseline, schema } of files) {
    if (baseline === newest && schema === PROFILE_SCHEMA) continue;
    const record = (await ports.table.get(monitor, shardKey(shard))) as Shard | null;
    if (record) writes.push({ put: { ...record, baseline: newest, state: 'claimed', tries: 0 } });
  }
  for (let i = 0; i < writes.length; i += 100)
    await ports.table.write(monitor, writes.slice(i, i + 100));
  await touchWindows(ports, monitor, [window]);
}
