import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../errors.ts';
import type { Ports } from '../../pipeline/ports.ts';
import { openDuckDb } from '../duckdb/engine.ts';
import { folderOutlets } from './outlets.ts';
import { FileTable } from './table.ts';
import { FolderWorkspace } from './workspace.ts';

export interface OpenPorts extends Ports {
  close(): Promise<void>;
}

/** Everything a run needs, over a folder of this machine. @throws ConfigError where another run has the folder. */
export async function openFolder(
  root: string,
  options: { readonly threads?: number | undefined } = {},
): Promise<OpenPorts> {
  await mkdir(root, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-'));
  const workspace = new FolderWorkspace(root, scratch);
  const table = await FileTable.open(join(root, '.state', 'table.duckdb'));
  const threads = options.threads ?? availableParallelism();
  return {
    workspace,
    table,
    tables: {
      export: async () => refuse('DynamoDB table'),
      lookUp: async () => refuse('DynamoDB table'),
    },
    bucket: () => refuse('bucket'),
    outlets: folderOutlets(workspace),
    openEngine: () =>
      openDuckDb({ threads, memoryMegabytes: 700, spillFolder: scratch, confinedTo: [root] }),
    scratch,
    close: async () => {
      table.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

function refuse(source: string): never {
  throw new ConfigError(
    `a folder workspace reads no ${source}: deploy the monitor, or use an s3:// workspace`,
  );
}
