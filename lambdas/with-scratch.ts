import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of folders for files, before the number of the process that made it. */
const NAME = 'driftwatch-of-';
const OWNED = new RegExp(`^${NAME}(\\d+)-`);

/**
 * Work with a folder for files that live as long as one invocation.
 *
 * An invocation that was killed, by its timeout or for want of memory, leaves its folder on a disk that the next one finds again:
 * what dead processes left goes first.
 */
export async function withScratch<Result>(
  work: (scratch: string) => Promise<Result>,
): Promise<Result> {
  await removeAbandoned();
  const scratch = await mkdtemp(join(tmpdir(), `${NAME}${process.pid}-`));
  inUse.add(scratch);
  try {
    return await work(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
    inUse.delete(scratch);
  }
}

/** Of this process. A dead one may have had the same number. */
const inUse = new Set<string>();

async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, owner] = OWNED.exec(name) ?? [];
    const folder = join(tmpdir(), name);
    if (owner === undefined || inUse.has(folder) || isOther(Number(owner))) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether another process of this number lives. */
function isOther(id: number): boolean {
  if (id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // One that is there and not ours.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
