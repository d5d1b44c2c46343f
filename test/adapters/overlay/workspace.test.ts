import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FolderWorkspace } from '../../../lib/adapters/folder/workspace.ts';
import { OverlayWorkspace } from '../../../lib/adapters/overlay/workspace.ts';
import { readTree } from '../../support/read-tree.ts';

let root: string;
let base: FolderWorkspace;
let over: OverlayWorkspace;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'driftwatch-overlay-'));
  base = new FolderWorkspace(join(root, 'base'), root);
  over = new OverlayWorkspace(base, new FolderWorkspace(join(root, 'layer'), root), (key) =>
    key.startsWith('hidden/'),
  );
  for (const key of ['a/1', 'a/2', 'hidden/1', 'b']) await base.write(key, `base ${key}`);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const keys = async (prefix: string) => (await over.list(prefix)).map(({ key }) => key);

it('reads what was written over the base, else the base, and nothing that is hidden', async () => {
  await over.write('a/2', 'mine');
  await over.write('a/3', 'mine');
  expect(await over.read('a/1')).toBe('base a/1');
  expect(await over.read('a/2')).toBe('mine');
  expect(await over.read('hidden/1')).toBeNull();
  expect(await keys('a/')).toEqual(['a/1', 'a/2', 'a/3']);
  expect(await keys('hidden/')).toEqual([]);
  expect(await keys('')).toEqual(['a/1', 'a/2', 'a/3', 'b']);
  const level: string[] = [];
  for await (const entry of over.level(''))
    level.push('folder' in entry ? entry.folder : entry.key);
  expect(level).toEqual(['a/', 'b']);
  const file = await over.open('a/2', null);
  expect(await readFile(file?.path ?? '', 'utf8')).toBe('mine');
});

it('takes what was removed for gone until it is written again, and leaves the base as it is', async () => {
  const before = await readTree(root, ['base']);
  await over.remove('a/1');
  expect(await over.read('a/1')).toBeNull();
  expect(await over.open('a/1', null)).toBeNull();
  expect(await keys('a/')).toEqual(['a/2']);
  await over.write('a/1', 'again');
  expect(await over.read('a/1')).toBe('again');
  expect(await readTree(root, ['base'])).toEqual(before);
});
