import { ConflictError } from '../errors.ts';
import type { Item, Ports } from './ports.ts';

/** Longer than the longest run of the state machine: an owner that died is succeeded after it. */
const LEASE_MILLISECONDS = 3 * 3_600_000;

interface Lease extends Item {
  readonly owner: string;
  readonly until: string;
}

/** Takes the monitor for this run. False where another run has it. Taking it again as the same owner succeeds. */
export async function takeLease(
  ports: Ports,
  monitor: string,
  owner: string,
  now: Date,
): Promise<boolean> {
  const held = (await ports.table.get(monitor, 'lease')) as Lease | null;
  if (held && held.owner !== owner && held.until > now.toISOString()) return false;
  const lease: Lease = {
    sk: 'lease',
    owner,
    until: new Date(now.getTime() + LEASE_MILLISECONDS).toISOString(),
  };
  try {
    await ports.table.write(monitor, [
      held
        ? { put: lease, when: { field: 'until', is: held.until } }
        : { put: lease, unless: 'exists' },
    ]);
    return true;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    // The answer to a write that took place may have been lost, and the write been sent again.
    const now = (await ports.table.get(monitor, 'lease')) as Lease | null;
    return now?.owner === owner && now.until === lease.until;
  }
}

/** Gives the monitor back; does nothing where another run has it by now. */
export async function releaseLease(ports: Ports, monitor: string, owner: string): Promise<void> {
  const held = (await ports.table.get(monitor, 'lease')) as Lease | null;
  if (held?.owner === owner) await ports.table.write(monitor, [{ remove: 'lease' }]);
}
