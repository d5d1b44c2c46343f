import {
  type ComparedWindow,
  foldVariants,
  type VariantHistory,
} from '../judge/compare-variants.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Item, Ports } from './ports.ts';
import { championOf, formerChampions, readPromotions } from './promotions.ts';
import type { WindowRecord } from './state.ts';

interface HistoryItem extends Item {
  readonly history: VariantHistory;
}

const KEY = 'rollout-history';

/** What is left of the comparisons of windows before the look-back. */
export async function readVariantHistory(
  ports: Ports,
  monitor: string,
): Promise<VariantHistory | null> {
  const item = (await ports.table.get(monitor, KEY)) as HistoryItem | null;
  return item?.history ?? null;
}

/** Takes windows up to `upTo` (ISO start) into the history of the comparisons; it may be repeated. */
export async function foldVariantHistory(
  ports: Ports,
  monitor: Monitor,
  records: readonly WindowRecord[],
  upTo: string,
): Promise<void> {
  if (!monitor.rollout) return;
  const name = monitor.monitor;
  const history = await readVariantHistory(ports, name);
  if (history && history.upTo >= upTo) return;
  const promotions = await readPromotions(ports, name);
  const champion = championOf(monitor, promotions) ?? monitor.rollout.champion;
  const former = formerChampions(promotions, champion);
  const old = comparedWindows(records).filter(({ start }) => start <= upTo);
  const folds = foldVariants(old, monitor, champion, former, history);
  await ports.table.write(name, [{ put: { sk: KEY, history: { upTo, folds } } }]);
}

export function comparedWindows(records: readonly WindowRecord[]): ComparedWindow[] {
  return records.map(({ judged, variants }) => ({ start: judged.start, variants: variants ?? [] }));
}
