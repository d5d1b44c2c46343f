import type { Monitor } from '../monitor/schema.ts';
import type { Baseline } from '../profile/baseline.ts';
import { type CodeVersion, codeVersion } from './code-version.ts';
import { sha256 } from './digest.ts';

/** What a window's result was made from: whoever has the same makes the same result. */
export interface WindowOrigin {
  readonly code: CodeVersion;
  /** `configurationDigest` of the monitor that it was judged under. */
  readonly configuration: string;
  readonly baseline: {
    /** SHA-256 of its profile.json. */
    readonly digest: string;
    /** What it was built from; null where those are more than `NAMED`: profile.json names them. */
    readonly sources: Baseline['sources'] | null;
  };
  readonly profiles: {
    /** Of all, in the order in which they add up: changes with any of them. */
    readonly digest: string;
    readonly count: number;
    /** Null where they are more than `NAMED`. */
    readonly files: readonly ProfileDigest[] | null;
  };
  /** Where the monitor file has `compare`: what it was held against in place of the whole baseline. */
  readonly reference?: ReferenceOrigin;
}

export interface ReferenceOrigin {
  /** SHA-256 over the season's part of the baseline; null where none was there, or none is asked for. */
  readonly season: string | null;
  /** The earlier windows that were looked at; null where none are asked for. */
  readonly windows: readonly ReferenceWindow[] | null;
}

export interface ReferenceWindow {
  /** ISO. */
  readonly start: string;
  /** The first 16 digits of the SHA-256 over its shards' profiles: there may be 60 of them. */
  readonly digest: string;
}

export interface ProfileDigest {
  /** The shard's id, or `outcome`. */
  readonly shard: string;
  /** SHA-256 of the file. */
  readonly digest: string;
}

/** An item of the table has its limit, and a run reads those of all windows. */
const NAMED = 24;

export function configurationDigest(monitor: Monitor): string {
  return sha256(JSON.stringify(monitor));
}

export function profilesDigest(files: readonly ProfileDigest[]): string {
  return sha256(JSON.stringify(files.map(({ shard, digest }) => [shard, digest])));
}

export function originOf(
  monitor: Monitor,
  baseline: { readonly sources: Baseline['sources']; readonly digest: string },
  files: readonly ProfileDigest[],
  reference?: ReferenceOrigin,
): WindowOrigin {
  const { sources, digest } = baseline;
  const named = files.map(({ shard, digest }) => ({ shard, digest }));
  return {
    code: codeVersion(),
    configuration: configurationDigest(monitor),
    baseline: { digest, sources: sources.length > NAMED ? null : sources },
    profiles: {
      digest: profilesDigest(named),
      count: named.length,
      files: named.length > NAMED ? null : named,
    },
    ...(reference && { reference }),
  };
}
