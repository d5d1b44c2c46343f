import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectPorts } from '../../collect/write-batch.ts';
import type { Outlets } from '../../pipeline/ports.ts';
import { GroupedSpool } from './grouped-spool.ts';
import { folderOutlets } from './outlets.ts';
import { FileTable } from './table.ts';
import { FolderWorkspace } from './workspace.ts';

export interface OpenCollector extends CollectPorts {
  readonly outlets: Pick<Outlets, 'publish'>;
  close(): Promise<void>;
}

/** What the collector needs of a folder: its spool is a file of its own, so that runs go on beside it. */
export async function openCollector(root: string): Promise<OpenCollector> {
  const table = await FileTable.open(join(root, '.state', 'spool.duckdb'));
  const scratch = await mkdtemp(join(tmpdir(), 'driftwatch-'));
  const workspace = new FolderWorkspace(root, scratch);
  return {
    ...{ spool: new GroupedSpool(table), workspace, outlets: folderOutlets(workspace) },
    close: async () => {
      table.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
