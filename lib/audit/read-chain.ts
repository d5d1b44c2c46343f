import { BusyError } from '../errors.ts';
import type { AuditRecord } from '../pipeline/audit.ts';
import { layout } from '../pipeline/layout.ts';
import type { Ports } from '../pipeline/ports.ts';
import { readHead } from './head.ts';
import { factsOf, type RecordFacts } from './record-facts.ts';
import { type Verification, verifyChain } from './verify-chain.ts';

const READ_AT_ONCE = 16;
/** A run that ends meanwhile moves the head. */
const TRIES = 3;

/**
 * Verifies a monitor's chain; `visit` sees every record that can be read, by key, and may see them again.
 *
 * @throws BusyError where runs keep on writing to it meanwhile
 */
export async function readChain(
  ports: Ports,
  monitor: string,
  visit: (record: AuditRecord, facts: RecordFacts) => void = () => {},
): Promise<Verification> {
  for (let left = TRIES; left > 0; left--) {
    const head = await readHead(ports, monitor);
    const facts = await readRecords(ports, monitor, visit);
    const after = await readHead(ports, monitor);
    if (JSON.stringify(head) === JSON.stringify(after)) return verifyChain(facts, head);
  }
  throw new BusyError(`runs of ${monitor} are writing to its audit chain: try again later`);
}

async function readRecords(
  ports: Ports,
  monitor: string,
  visit: (record: AuditRecord, facts: RecordFacts) => void,
): Promise<RecordFacts[]> {
  const keys = (await ports.workspace.list(layout.audits(monitor))).map(({ key }) => key);
  const facts: RecordFacts[] = [];
  for (let i = 0; i < keys.length; i += READ_AT_ONCE) {
    const some = keys.slice(i, i + READ_AT_ONCE);
    const texts = await Promise.all(some.map((key) => ports.workspace.read(key)));
    for (const [j, key] of some.entries()) {
      const read = factsOf(key, texts[j] ?? '');
      facts.push(read.facts);
      if (read.record) visit(read.record, read.facts);
    }
  }
  return facts;
}
