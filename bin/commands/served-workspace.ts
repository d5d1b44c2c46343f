import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderWorkspace } from '../../lib/adapters/folder/workspace.ts';
import { ConfigError } from '../../lib/errors.ts';
import type { Workspace } from '../../lib/pipeline/ports.ts';

export interface ServedWorkspace {
  readonly workspace: Pick<Workspace, 'read'>;
  close(): Promise<void>;
}

/** A workspace to read alone: the table of a folder stays closed, since whoever opens it keeps runs from working. */
export async function openServed(location: string): Promise<ServedWorkspace> {
  if (location.startsWith('s3://')) {
    const { openAws } = await import('../../lib/adapters/aws/ports.ts');
    return openAws(location);
  }
  if (!existsSync(join(location, 'monitors')))
    throw new ConfigError(
      `${location} is no workspace: it has no folder monitors/; \`driftwatch init ${location}\` makes one`,
    );
  return { workspace: new FolderWorkspace(location, tmpdir()), close: async () => {} };
}
