import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withScratch } from '../../lambdas/with-scratch.ts';

const leave = (process: number) => {
  const folder = join(tmpdir(), `driftwatch-of-${process}-test`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'object.parquet'), 'x');
  return folder;
};

it('gives a folder that goes with the work, also where it fails', async () => {
  let seen = '';
  await expect(
    withScratch(async (scratch) => {
      seen = scratch;
      expect(existsSync(scratch)).toBe(true);
      throw new Error('failed');
    }),
  ).rejects.toThrow('failed');
  expect(existsSync(seen)).toBe(false);
});

it('removes what processes left that are dead, also one of the same number, and nothing of those that live', async () => {
  const { pid: dead = 0 } = spawnSync(process.execPath, ['-e', '']);
  const [theirs, before, living] = [leave(dead), leave(process.pid), leave(process.ppid)];
  await withScratch(async (outer) => {
    expect([theirs, before].map(existsSync)).toEqual([false, false]);
    await withScratch(async () => expect(existsSync(outer)).toBe(true));
    expect(existsSync(living)).toBe(true);
  });
  rmSync(living, { recursive: true });
});
