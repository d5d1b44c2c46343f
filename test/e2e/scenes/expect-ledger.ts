import type { Claim, Shard } from '../../../lib/pipeline/shard.ts';
import { ledgerOf } from '../support/ledger.ts';
import type { Scene } from '../support/scene.ts';

/** The length of the windows of all monitors here. */
const DAY = 86_400_000;

/** The ledger holds every object that is there once, by key with its ETag, and nothing that is left to do. */
export async function expectLedger(
  { account, outputs, report }: Scene,
  monitor: string,
  there: ReadonlyMap<string, string>,
): Promise<void> {
  const ledger = await ledgerOf(account, outputs.Table, monitor);
  const of = <T>(kind: string) => (ledger.get(kind) ?? []) as unknown as T[];
  const now = new Date().toISOString();
  const due = of<{ window: number; from: string | null }>('due').filter(
    // A label that could not be read for a while concerned today, which is not over.
    ({ window, from }) => window + DAY <= Date.now() && (from ?? '') <= now,
  );
  report.check('no window that is over has something left to show', due.length === 0, due);
  const open = of<{ shard: string; from: string }>('open').filter(({ from }) => from <= now);
  report.check('no shard has something left to do', open.length === 0, open);
  report.check('no run has the monitor', of('lease').length === 0, of('lease'));

  const shards = new Map(of<Shard>('shard').map((shard) => [shard.id, shard]));
  const aside = [...shards.values()].filter((shard) => Object.keys(shard.aside).length > 0);
  report.check('nothing was set aside', aside.length === 0, aside);
  const tries = [...shards.values()].filter((shard) => shard.tries > 1).length;
  report.note(`${shards.size} shards, ${tries} of them tried again`);

  const held = new Map<string, string[]>();
  for (const claim of of<Claim>('claim')) {
    for (const { key, etag } of claim.objects) {
      const holders = claim.shards.filter((id) => !shards.get(id)?.without.includes(key));
      held.set(key, [...(held.get(key) ?? []), ...holders.map(() => etag)]);
    }
  }
  const wrong = [...there].filter(([key, etag]) => held.get(key)?.join() !== etag);
  report.check(
    `each of ${there.size} objects is held once, as it is`,
    wrong.length === 0 && held.size === there.size,
    wrong.slice(0, 5).map(([key, etag]) => [key, etag, held.get(key)]),
  );
}
