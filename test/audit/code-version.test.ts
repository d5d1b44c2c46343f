import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codeVersion } from '../../lib/audit/code-version.ts';
import { sourceHash } from '../../lib/audit/source-hash.ts';
import { bundle } from '../../lib/constructs/private/step-code.ts';

const folder = await mkdtemp(join(tmpdir(), 'driftwatch-code-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function sources(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const root = join(folder, name);
  await mkdir(join(root, 'lib/inner'), { recursive: true });
  await writeFile(join(root, 'package.json'), '{}');
  for (const [file, text] of Object.entries(files)) await writeFile(join(root, file), text);
  return root;
}

describe('the hash of the sources', () => {
  const files = { 'lib/a.ts': 'a', 'lib/inner/b.ts': 'b' };

  it('is the same wherever they lie, and whatever lies beside them', async () => {
    const here = sourceHash(await sources('here', files));
    const there = await sources('there', { ...files, 'lib/notes.md': 'x', 'README.md': 'y' });
    expect(here).toMatch(/^[0-9a-f]{64}$/);
    expect(sourceHash(there)).toBe(here);
  });

  it('is another where a file is altered, renamed, or cut elsewhere', async () => {
    const hashes = [
      files,
      { ...files, 'lib/a.ts': 'A' },
      { 'lib/c.ts': 'a', 'lib/inner/b.ts': 'b' },
      { 'lib/a.ts': 'ab', 'lib/inner/b.ts': '' },
      { ...files, 'package.json': '{"version":"2"}' },
    ].map(async (some, i) => sourceHash(await sources(`other-${i}`, some)));
    expect(new Set(await Promise.all(hashes)).size).toBe(hashes.length);
  });
});

describe('the version of the code', () => {
  it('names the sources that it was started from', () => {
    const build = sourceHash(resolve(import.meta.dirname, '../..')).slice(0, 32);
    expect(codeVersion()).toMatchObject({ build, version: expect.stringMatching(/^\d+\.\d+/) });
  });

  it('is the same in the bundle of a function, which has no sources beside it', async () => {
    expect(bundle('abandon', join(folder, 'abandon'))).toBe(true);
    const code = await readFile(join(folder, 'abandon/index.js'), 'utf8');
    expect(code).toContain(codeVersion().build);
  });
});
