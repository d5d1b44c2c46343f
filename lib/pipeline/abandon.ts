import type { Monitor } from '../monitor/schema.ts';
import { writeAudit } from './audit.ts';
import { releaseLease } from './lease.ts';
import type { Ports } from './ports.ts';

const NOTHING = { shards: [], claims: [], windows: [], unfinished: [], acted: null };

/** Ends a run that failed: notes it, and gives the monitor back. */
export async function abandon(
  ports: Ports,
  input: { monitor: Monitor; run: string; now: Date; error: string },
): Promise<void> {
  await writeAudit(ports, { ...input, ...NOTHING });
  await releaseLease(ports, input.monitor.monitor, input.run);
}
