import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import { readBaseline } from '../pipeline/ensure-baseline.ts';
import { isoSeconds, windowOfName } from '../pipeline/layout.ts';
import type { Ports } from '../pipeline/ports.ts';
import { readProfiles } from '../pipeline/profile-file.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { windowEnd } from '../profile/window.ts';

/** Instants that windows are to lie between; epoch ms, null for no bound. */
export interface Stretch {
  readonly since: number | null;
  readonly until: number;
}

/** Starts of the windows that there are profiles of and that lie in the stretch as a whole, in order. */
export async function storedWindows(
  ports: Pick<Ports, 'workspace'>,
  monitor: Monitor,
  { since, until }: Stretch,
): Promise<number[]> {
  const starts = new Set<number>();
  for await (const { key } of ports.workspace.walk(`profiles/${monitor.monitor}/`)) {
    const start = windowOfName(key);
    if (start === null || start < (since ?? start) || windowEnd(monitor, start) > until) continue;
    starts.add(start);
  }
  return [...starts].sort((a, b) => a - b);
}

/** How many shards of predictions the windows have. @throws ConfigError where a window's profiles don't add up any more */
export async function checkProfiles(
  ports: Ports,
  monitor: Monitor,
  starts: readonly number[],
): Promise<number> {
  const shards = new Set<string>();
  const known = new Set<string>();
  for (const start of starts) {
    const files = await readProfiles(ports, monitor.monitor, start);
    for (const { shard } of files) if (shard.startsWith('predictions-')) shards.add(shard);
    const summed = files.filter(({ slices }) => slices.length > 0);
    const versions = new Set(summed.map(({ baseline }) => baseline));
    const isOld = summed.some(({ schema }) => schema !== PROFILE_SCHEMA);
    if (isOld || versions.size > 1)
      throw new ConfigError(
        `the profiles of the window of ${isoSeconds(start)} are of ${isOld ? 'older code' : 'several baselines'}: \`driftwatch run\` makes them anew, and so does --profile for this once`,
      );
    for (const version of versions) {
      if (known.has(version)) continue;
      if (!(await readBaseline(ports, monitor.monitor, version)))
        throw new ConfigError(
          `baseline ${version}, which the window of ${isoSeconds(start)} was profiled against, is not there as this code builds it: \`driftwatch run\` or --profile builds it from its data set`,
        );
      known.add(version);
    }
  }
  return shards.size;
}
