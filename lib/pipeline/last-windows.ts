import { profilesDigest, type ReferenceWindow } from '../audit/origin.ts';
import { agreeingWindows } from '../judge/agreeing-windows.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Baseline } from '../profile/baseline.ts';
import type { Profile, Slice } from '../profile/profile.ts';
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { mergeSlices } from '../profile/roll-up.ts';
import { isoSeconds } from './layout.ts';
import type { Ports } from './ports.ts';
import { OUTCOME, type ReadProfile, readProfiles } from './profile-file.ts';
import { windowsAround } from './reference-windows.ts';

/** So many digits of a digest tell profiles apart; a record holds those of up to 60 windows. */
const DIGITS = 16;

/** What earlier windows give as a reference. */
export interface LastWindows {
  /** Of all rows and of each segment; what came of predictions is not in them. */
  readonly slices: readonly Slice[];
  /** ISO starts of those that are added up, and of those that were left out as they differ from the others. */
  readonly added: readonly string[];
  readonly leftOut: readonly string[];
  /** Both of them. */
  readonly looked: readonly ReferenceWindow[];
}

/**
 * What a window brings to the reference of later ones: its predictions, and a digest of its shards' profiles. Null where it can't be
 * added up: it has too few rows, or is of another baseline or of older code.
 */
export function referenceWindow(
  monitor: Monitor,
  files: readonly ReadProfile[],
  version: string,
): { readonly slices: readonly Slice[]; readonly whole: Profile; readonly digest: string } | null {
  const summed = files.filter(({ shard, slices }) => shard !== OUTCOME && slices.length > 0);
  if (summed.some((file) => file.baseline !== version || file.schema !== PROFILE_SCHEMA))
    return null;
  const all = mergeSlices(summed.map(({ slices }) => slices.filter(({ variant }) => !variant)));
  const slices = all.map((slice) => ({ ...slice, profile: ofPredictions(slice.profile) }));
  const whole = slices.find(({ segment }) => segment === null)?.profile;
  return whole && whole.rows >= monitor.alerts.min_rows
    ? { slices, whole, digest: profilesDigest(summed).slice(0, DIGITS) }
    : null;
}

/** Without its arrivals, for between windows there are gaps, and without what came of them. */
function ofPredictions({ schema: _, ...profile }: Profile): Profile {
  const { arrivals: __, ...predictions } = profile.predictions;
  return { ...profile, predictions, outcome: {} };
}

/** Adds up the windows within the stretch of `compare.of` before a window that are profiled over the same baseline. */
export async function lastWindows(
  ports: Ports,
  monitor: Monitor,
  start: number,
  baseline: Baseline,
): Promise<LastWindows> {
  const looked: ReferenceWindow[] = [];
  const wholes: Profile[] = [];
  for (const one of windowsAround(monitor, start, 'before')) {
    const files = await readProfiles(ports, monitor.monitor, one);
    const found = referenceWindow(monitor, files, baseline.version);
    if (!found) continue;
    looked.push({ start: isoSeconds(one), digest: found.digest });
    wholes.push(found.whole);
  }
  const kept = new Set(agreeingWindows(wholes, baseline.frame, monitor));
  const added = looked.filter((_, i) => kept.has(i)).map((one) => one.start);
  const leftOut = looked.filter((_, i) => !kept.has(i)).map((one) => one.start);
  return { slices: await addUp(ports, monitor, added, baseline.version), added, leftOut, looked };
}

/** Read once more, window by window: the segments of all of them don't fit beside each other. */
async function addUp(
  ports: Ports,
  monitor: Monitor,
  starts: readonly string[],
  version: string,
): Promise<readonly Slice[]> {
  let sum: readonly Slice[] = [];
  for (const start of starts) {
    const files = await readProfiles(ports, monitor.monitor, Date.parse(start));
    sum = mergeSlices([sum, referenceWindow(monitor, files, version)?.slices ?? []]);
  }
  return sum;
}
