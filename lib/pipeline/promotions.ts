import type { Monitor } from '../monitor/schema.ts';
import type { Item, Ports } from './ports.ts';

/** A variant took another one's place. */
export interface Promotion {
  readonly variant: string;
  /** The champion until then. */
  readonly over: string;
  /** ISO time. */
  readonly at: string;
  readonly by: 'automatic' | 'person';
}

export interface PromotionItem extends Item, Promotion {
  /** An audit record holds it. */
  readonly told: boolean;
}

/** In the order in which they were made. */
export async function readPromotions(ports: Ports, monitor: string): Promise<PromotionItem[]> {
  return (await ports.table.query(monitor, 'promoted#')) as PromotionItem[];
}

export function promotionItem(promotion: Promotion, told: boolean): PromotionItem {
  return { sk: `promoted#${promotion.at}#${promotion.variant}`, ...promotion, told };
}

/** The variant in use: the monitor file's, or who took its place since. Null where there is no rollout. */
export function championOf({ rollout }: Monitor, promotions: readonly Promotion[]): string | null {
  if (!rollout) return null;
  return promotions.reduce(
    (champion, { variant, over }) => (over === champion ? variant : champion),
    rollout.champion,
  );
}

/** All that were champions before. */
export function formerChampions(promotions: readonly Promotion[], champion: string): string[] {
  return [...new Set(promotions.map(({ over }) => over))].filter((one) => one !== champion);
}
