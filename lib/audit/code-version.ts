import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import packageFile from '../../package.json' with { type: 'json' };
import { PROFILE_SCHEMA } from '../profile/profile-schema.ts';
import { sha256 } from './digest.ts';
import { sourceHash } from './source-hash.ts';

/** Which code was at work. */
export interface CodeVersion {
  /** Of the package. */
  readonly version: string;
  /** What profiles sum: `PROFILE_SCHEMA`. */
  readonly profiles: number;
  /** The first half of `sourceHash`; of another bundle than those of the stack's functions, of its one file. */
  readonly build: string;
}

/** What `step-code.ts` writes into a function's bundle: there are no sources beside it. */
declare const DRIFTWATCH_BUILD: string | undefined;

let known: CodeVersion | undefined;

export function codeVersion(): CodeVersion {
  known ??= {
    version: packageFile.version,
    profiles: PROFILE_SCHEMA,
    build: buildHash().slice(0, 32),
  };
  return known;
}

function buildHash(): string {
  if (typeof DRIFTWATCH_BUILD === 'string') return DRIFTWATCH_BUILD;
  const file = fileURLToPath(import.meta.url);
  return basename(file) === 'code-version.ts'
    ? sourceHash(resolve(file, '../../..'))
    : sha256(readFileSync(file));
}
