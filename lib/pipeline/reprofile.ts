import type { Monitor } from '../monitor/schema.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { dueItem, noteDue } from './due.ts';
import { highestVersion } from './ensure-baseline.ts';
import { reopen } from './open-work.ts';
import type { Ports } from './ports.ts';
import { OUTCOME, type ProfileFile } from './profile-file.ts';
import { type Shard, shardKey } from './shard.ts';

/**
 * The baseline version that all profiles of a window are of; null where some must be profiled anew first.
 *
 * Profiles over different bins or of different sums don't add up; a shard keeps its members, so it can be done again:
 * against the newest baseline, or, where some of them can't, against theirs.
 */
export async function agreeOnBaseline(
  ports: Ports,
  watched: Monitor,
  window: number,
  files: readonly ProfileFile[],
  now: Date,
): Promise<string | null> {
  const { monitor } = watched;
  if (files.length === 0) return highestVersion(ports, watched);
  // Files of rejects alone are of no baseline.
  const summed = files.filter(({ slices }) => slices.length > 0);
  const judged = summed.length > 0 ? summed : files;
  const [version, ...others] = new Set(judged.map(({ baseline }) => baseline));
  const stale = summed.some(({ schema }) => schema !== PROFILE_SCHEMA);
  if (version !== undefined && others.length === 0 && !stale) return version;
  const inputs = files.filter(({ shard }) => shard !== OUTCOME);
  const known = await Promise.all(
    inputs.map(async (file) => ({
      file,
      shard: (await ports.table.get(monitor, shardKey(file.shard))) as Shard | null,
    })),
  );
  const fixed = known.find(({ file, shard }) => file.slices.length > 0 && (!shard || shard.kept));
  if (fixed && fixed.file.schema !== PROFILE_SCHEMA)
    throw new Error(
      `window ${new Date(window).toISOString()} of monitor ${monitor} was summed by older code, and its inputs are gone`,
    );
  const target = fixed?.file.baseline ?? (await highestVersion(ports, watched)) ?? '';
  const wrong = known.flatMap(({ file, shard }) =>
    shard && !shard.kept && (file.baseline !== target || file.schema !== PROFILE_SCHEMA)
      ? [shard]
      : [],
  );
  // The outcome alone may be of another version: it is joined anew once the window is due again.
  await reopen(ports, monitor, wrong, now.toISOString(), () => ({ baseline: target }));
  const claimed = now.toISOString();
  await noteDue(ports, monitor, [
    dueItem({ window, by: 'reprofile', claimed, from: null, anew: true }),
  ]);
  return null;
}
