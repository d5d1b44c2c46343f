import type { Monitor } from '../monitor/schema.ts';
import { pictureWindow } from '../picture/picture-window.ts';
import { mergeSlices } from '../profile/roll-up.ts';
import type { WindowResult } from '../results.ts';
import { isWhole } from '../whole.ts';
import { readBaselineFile } from './ensure-baseline.ts';
import type { Ports } from './ports.ts';
import { countedProfiles, readProfiles } from './profile-file.ts';

/**
 * A result with what there is to draw of it, from the window's profiles where an older release left it out; as it is where the
 * profiles are gone or of another baseline.
 */
export async function completeResult(
  ports: Ports,
  monitor: Monitor,
  result: WindowResult,
): Promise<WindowResult> {
  if (result.distributions !== undefined) return result;
  const start = Date.parse(result.window.start);
  const files = countedProfiles(monitor, await readProfiles(ports, monitor.monitor, start));
  const reference = await readBaselineFile(ports, monitor.monitor, result.baseline);
  if (
    !reference ||
    files.length === 0 ||
    files.some(({ baseline }) => baseline !== result.baseline)
  )
    return result;
  const current = mergeSlices(files.map(({ slices }) => slices)).find(isWhole);
  const { frame, slices } = reference.baseline;
  return { ...result, ...pictureWindow(frame, slices.find(isWhole)?.profile, current?.profile) };
}
