import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../errors.ts';
import type { Outlets, Ports } from '../../pipeline/ports.ts';
import { openDuckDb } from '../duckdb/engine.ts';
import { FolderWorkspace } from '../folder/workspace.ts';
import { MemoryTable } from '../memory/table.ts';
import { OverlayWorkspace } from './workspace.ts';

/** What can be read of a workspace. */
export type Source = Pick<Ports, 'workspace' | 'tables' | 'bucket' | 'openEngine' | 'scratch'> & {
  close(): Promise<void>;
};

const ENGINE_MEGABYTES = 700;

/** A workspace to read from: a folder, whose table is not opened, or a deployed stack's bucket. @throws ConfigError */
export async function openSource(location: string): Promise<Source> {
  if (location.startsWith('s3://')) {
    const { openAws } = await import('../aws/ports.ts');
    return openAws(location);
  }
  const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-'));
  const threads = availableParallelism();
  const refuse = (what: string): never => {
    throw new ConfigError(`a folder workspace reads no ${what}: use an s3:// workspace`);
  };
  return {
    workspace: new FolderWorkspace(location, scratch),
    tables: {
      export: async () => refuse('DynamoDB table'),
      lookUp: async () => refuse('DynamoDB table'),
    },
    bucket: () => refuse('bucket'),
    openEngine: () =>
      openDuckDb({
        threads,
        memoryMegabytes: ENGINE_MEGABYTES,
        spillFolder: scratch,
        confinedTo: [location],
      }),
    scratch,
    close: () => rm(scratch, { recursive: true, force: true }),
  };
}

/** Ports over a source that leave it as it is: an empty table in memory, and a folder of the scratch for what is written. */
export async function overlay(
  source: Omit<Source, 'close'>,
  outlets: Outlets,
  hides: (key: string) => boolean,
): Promise<Ports> {
  const layer = await mkdtemp(join(source.scratch, 'overlay-'));
  return {
    workspace: new OverlayWorkspace(
      source.workspace,
      new FolderWorkspace(layer, source.scratch),
      hides,
    ),
    table: new MemoryTable(),
    tables: source.tables,
    bucket: source.bucket,
    outlets,
    openEngine: source.openEngine,
    scratch: source.scratch,
  };
}
