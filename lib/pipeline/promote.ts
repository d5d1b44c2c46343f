import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Ports } from './ports.ts';
import { championOf, type Promotion, promotionItem, readPromotions } from './promotions.ts';
import type { RolloutItem } from './roll-out.ts';

/**
 * Puts a variant in the champion's place, as of the next run: its baseline version counts from then on.
 *
 * @throws ConfigError where there is no rollout, the variant was never compared, or the comparison does not say `promote` and it is
 * not to be `anyway`
 */
export async function promote(
  ports: Ports,
  input: {
    readonly monitor: Monitor;
    readonly variant: string;
    readonly now: Date;
    readonly anyway: boolean;
  },
): Promise<Promotion> {
  const { monitor, variant, now, anyway } = input;
  const name = monitor.monitor;
  const known = await readPromotions(ports, name);
  const champion = championOf(monitor, known);
  if (champion === null)
    throw new ConfigError(`monitor ${name} has no rollout: name its champion in the monitor file`);
  if (variant === champion) throw new ConfigError(`${variant} is the champion already`);
  const items = (await ports.table.query(name, 'rollout#')) as RolloutItem[];
  const comparison = items
    .map((item) => item.comparison)
    .find((one) => one.challenger === variant && one.champion === champion);
  const former = known.some(({ over }) => over === variant);
  if (!comparison && !former) {
    const compared = items.map((item) => item.comparison.challenger).join(', ') || 'none';
    throw new ConfigError(
      `no run has compared a variant ${variant} with ${champion}; compared: ${compared}`,
    );
  }
  if (comparison?.decision !== 'promote' && !anyway) {
    const found = comparison
      ? `the comparison says ${comparison.decision}: ${comparison.reason}`
      : 'it was a champion before and was not compared since';
    throw new ConfigError(`${variant} is not promoted, ${found}; --anyway does it all the same`);
  }
  const promotion: Promotion = { variant, over: champion, at: now.toISOString(), by: 'person' };
  await ports.table.write(name, [{ put: promotionItem(promotion, false), unless: 'exists' }]);
  return promotion;
}
