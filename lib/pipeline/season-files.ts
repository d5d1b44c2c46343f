import { sha256 } from '../audit/digest.ts';
import type { Variation } from '../judge/variation.ts';
import type { Season } from '../monitor/seasons.ts';
import { parseCompactJson } from '../profile/compact-json.ts';
import type { Slice } from '../profile/profile.ts';
import { seasonName } from '../profile/season.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';

/** `baselines/<monitor>/<version>/seasons/<season>.json`: written when the profiles of all seasons of the kind are there. */
export interface SeasonIndex {
  /** SHA-256 of the profile.json whose bins they are over. */
  readonly baseline: string;
  /** Of the data set, by season (`seasonName`); rows without a time are in none. */
  readonly rows: Readonly<Record<string, number>>;
  /** As `Baseline.variation`, each window held against its season. */
  readonly variation?: Variation;
}

/** One season's part of the baseline. */
export interface BaselineSeason {
  /** `weekday=Sunday` */
  readonly name: string;
  readonly rows: number;
  /** None where it has no rows. */
  readonly slices: readonly Slice[];
  readonly variation: Variation | undefined;
  /** SHA-256 over the files that it was read from. */
  readonly digest: string;
}

/** What was made by season of the baseline whose profile.json has that digest; null where nothing was. */
export async function readSeasonIndex(
  ports: Ports,
  monitor: string,
  version: string,
  season: Season,
  digest: string,
): Promise<{ readonly index: SeasonIndex; readonly digest: string } | null> {
  const text = await ports.workspace.read(layout.season(monitor, version, season));
  if (text === null) return null;
  const index = JSON.parse(text) as SeasonIndex;
  return index.baseline === digest ? { index, digest: sha256(text) } : null;
}

/** A season's part of a baseline; null where it was not cut by season. */
export async function readSeason(
  ports: Ports,
  monitor: string,
  version: string,
  season: { readonly kind: Season; readonly number: number },
  digest: string,
): Promise<BaselineSeason | null> {
  const found = await readSeasonIndex(ports, monitor, version, season.kind, digest);
  if (!found) return null;
  const name = seasonName(season.kind, season.number);
  const { variation, rows } = found.index;
  const known = { name, rows: rows[name] ?? 0, variation };
  if (known.rows === 0) return { ...known, slices: [], digest: found.digest };
  const text = await ports.workspace.read(layout.season(monitor, version, name));
  if (text === null) return null;
  return {
    ...known,
    slices: parseCompactJson(text) as Slice[],
    digest: sha256(JSON.stringify([found.digest, sha256(text)])),
  };
}
