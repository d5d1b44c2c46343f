import type { AuditRecord } from '../pipeline/audit.ts';
import type { Ports } from '../pipeline/ports.ts';
import { type Announced, type Head, moveHead, readHead } from './head.ts';
import { recordKey, recordText, seal } from './seal.ts';

/** How often the end of the chain may have moved meanwhile: only a run that outlived its lease moves it. */
const TRIES = 5;

/**
 * Writes a record to the end of its monitor's chain.
 *
 * The head announces it before its file is written, and holds it after: whoever comes after a crash goes on from the file
 * where it is there, and from the record before it where it is not. So no two records ever follow the same one.
 */
export async function appendRecord(
  ports: Ports,
  content: Omit<AuditRecord, 'hash' | 'previous'>,
): Promise<AuditRecord> {
  const { monitor } = content;
  for (let left = TRIES; left > 0; left--) {
    const head = await readHead(ports, monitor);
    const previous = await endOfChain(ports, head);
    const record = seal({ ...content, previous });
    const { hash } = record;
    const key = recordKey(record);
    const announced = await moveHead(ports, monitor, head, {
      hash: previous,
      writing: { hash, key },
    });
    if (!announced) continue;
    await ports.workspace.write(key, recordText(record));
    if (await moveHead(ports, monitor, announced, { hash, writing: null })) return record;
  }
  throw new Error(`the audit chain of monitor ${monitor} is being written by another run`);
}

/** The hash that the next record follows; null where it is the first. */
async function endOfChain(ports: Ports, head: Head | null): Promise<string | null> {
  const { hash = null, writing = null } = head ?? {};
  return writing && (await isWritten(ports, writing)) ? writing.hash : hash;
}

async function isWritten(ports: Ports, { hash, key }: Announced): Promise<boolean> {
  const text = await ports.workspace.read(key);
  return text?.endsWith(`"hash":"${hash}"}\n`) ?? false;
}
