import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openFolder } from '../../../lib/adapters/folder/ports.ts';
import { FolderWorkspace } from '../../../lib/adapters/folder/workspace.ts';
import { ConfigError } from '../../../lib/errors.ts';
import { storeContract } from '../store.contract.ts';

const folder = await mkdtemp(join(tmpdir(), 'driftwatch-store-'));
const scratch = join(folder, 'scratch');
await mkdir(scratch);
let stores = 0;

afterAll(() => rm(folder, { recursive: true, force: true }));

async function newRoot(): Promise<string> {
  const root = join(folder, `${stores++}`);
  await mkdir(root);
  return root;
}

storeContract('FolderWorkspace', async () => new FolderWorkspace(await newRoot(), scratch));

it('takes no hidden file, folder or link to a folder for an object', async () => {
  const root = await newRoot();
  for (const path of ['a', '.hidden', 'd/.part', 'd/b', '.state/x']) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), path);
  }
  await symlink(join(root, 'a'), join(root, 'link-to-file'));
  await symlink(root, join(root, 'd', 'link-to-folder'));
  await symlink(join(root, 'gone'), join(root, 'link-to-nothing'));
  const store = new FolderWorkspace(root, scratch);
  expect((await store.list('')).map(({ key }) => key)).toEqual(['a', 'd/b', 'link-to-file']);
});

it('takes a file that is touched for the same content', async () => {
  const root = await newRoot();
  const store = new FolderWorkspace(root, scratch);
  await store.write('k', 'text');
  const [before] = await store.list('k');
  await utimes(join(root, 'k'), 0, 0);
  const [after] = await store.list('k');
  expect(after).toEqual({ ...before, modified: '1970-01-01T00:00:00.000Z' });
});

it('copies a range and nothing else, until its release', async () => {
  const root = await newRoot();
  const store = new FolderWorkspace(root, scratch);
  await store.write('k', 'text');
  const [whole, part] = [
    await store.open('k', null),
    await store.open('k', null, { from: 1, to: 2 }),
  ];
  expect(whole?.path).toBe(join(root, 'k'));
  expect(await readdir(scratch)).toHaveLength(1);
  await whole?.release();
  await part?.release();
  expect(await readdir(scratch)).toEqual([]);
  expect(existsSync(join(root, 'k'))).toBe(true);
});

it('reads neither buckets nor tables, and says what does', async () => {
  const ports = await openFolder(await newRoot(), { threads: 1 });
  expect(() => ports.bucket({ bucket: 'b' })).toThrow(ConfigError);
  expect(() => ports.bucket({ bucket: 'b' })).toThrow(/no bucket: .* s3:\/\/ workspace/);
  const lookUp = ports.tables.lookUp({ table: 't', key: 'id' }, ['1'], join(folder, 'out'));
  await expect(lookUp).rejects.toThrow(ConfigError);
  await ports.close();
});
