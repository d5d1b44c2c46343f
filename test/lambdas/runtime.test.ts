import './environment.ts';
import { existsSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { engineShare, onLambda } from '../../lambdas/runtime.ts';

describe('onLambda', () => {
  it('gives every invocation a folder of its own and removes it, also after a failure', async () => {
    const folders: string[] = [];
    const handler = onLambda((ports) => async (event) => {
      folders.push(ports.scratch);
      expect(existsSync(ports.scratch)).toBe(true);
      if (event === 'fail') throw new Error('it failed');
      return ports.workspace.locate('key');
    });
    const [answer] = await Promise.all([handler('a'), handler('b')]);
    expect(answer).toBe('s3://bucket/key');
    await expect(handler('fail')).rejects.toThrow('it failed');
    expect(new Set(folders).size).toBe(3);
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
  });

  it('refuses to start without its environment', () => {
    vi.stubEnv('BUCKET', '');
    expect(() => onLambda(() => async () => null)).toThrow(/BUCKET/);
    vi.unstubAllEnvs();
  });
});

describe('engineShare', () => {
  it.each([
    [512, 1, 256],
    [1769, 1, 1069],
    [3008, 2, 2308],
    [10_240, 6, 9540],
  ])('of %d MB is %d threads and %d MB', (memory, threads, memoryMegabytes) => {
    expect(engineShare(memory)).toEqual({ threads, memoryMegabytes });
  });
});
