import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Digest of the sources in `lib/` and of `package.json`, which pins what they import: 64 hex digits.
 *
 * Follows from the files' bytes alone, so that a function on AWS and a command line of the same sources name the same.
 */
export function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const file of ['package.json', ...sources(join(root, 'lib'))]) {
    const text = readFileSync(join(root, file));
    hash.update(JSON.stringify([file, text.length])).update(text);
  }
  return hash.digest('hex');
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `lib/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.(tsx?|css)$/.test(file))
    .sort();
}
