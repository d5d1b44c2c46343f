import type { Monitor } from '../monitor/schema.ts';
import { readDeclarations } from './declared-variants.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';
import { championOf, readPromotions } from './promotions.ts';
import type { RolloutItem, RolloutOutcome } from './roll-out.ts';

/** A rollout as the last run left it; null where the monitor has none. */
export async function readComparisons(
  ports: Ports,
  monitor: Monitor,
): Promise<RolloutOutcome | null> {
  const name = monitor.monitor;
  const promotions = await readPromotions(ports, name);
  const champion = championOf(monitor, promotions);
  if (champion === null) return null;
  const items = (await ports.table.query(name, 'rollout#')) as RolloutItem[];
  return {
    champion,
    comparisons: items.map(({ comparison }) => comparison),
    changed: [],
    promotions: promotions.map(({ variant, over, at, by }) => ({ variant, over, at, by })),
    declared: await readDeclarations(ports, await ports.workspace.list(layout.baselines(name))),
  };
}
