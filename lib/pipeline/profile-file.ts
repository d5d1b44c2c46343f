import { sha256 } from '../audit/digest.ts';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import { parseCompactJson } from '../profile/compact-json.ts';
import type { Slice } from '../profile/profile.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';

/** `profiles/<monitor>/window=<start>/<shard>.json`, and `outcome.json` beside them. */
export interface ProfileFile {
  /** `PROFILE_SCHEMA` of the code that summed it. */
  readonly schema: number;
  /** `OUTCOME` for what the labels gave. */
  readonly shard: string;
  readonly baseline: string;
  readonly rejected: Readonly<Record<string, number>>;
  readonly slices: readonly Slice[];
}

/** As it was read. */
export interface ReadProfile extends ProfileFile {
  /** SHA-256 of the file. */
  readonly digest: string;
}

/** The name of a window's outcome among its profiles; no shard's. */
export const OUTCOME = 'outcome';

/** All profiles of a window, in the order in which they add up: shards by id, the outcome first. */
export async function readProfiles(
  ports: Ports,
  monitor: string,
  window: number,
): Promise<ReadProfile[]> {
  const objects = await ports.workspace.list(layout.profiles(monitor, window));
  const texts = await Promise.all(objects.map(({ key }) => ports.workspace.read(key)));
  return texts.flatMap((text) =>
    text === null ? [] : [{ ...(parseCompactJson(text) as ProfileFile), digest: sha256(text) }],
  );
}

/** Those of a window's profiles that its result is made from: a monitor without labels has no outcome any more. */
export function countedProfiles<F extends ProfileFile>(monitor: Monitor, files: readonly F[]): F[] {
  const unlabelled = labelColumn(monitor) === undefined;
  return files.filter(({ shard }) => !(unlabelled && shard === OUTCOME));
}
