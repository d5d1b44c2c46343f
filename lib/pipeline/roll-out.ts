import type { Announcement } from '../act/announcement.ts';
import { composeVariantMessage } from '../act/variant-message.ts';
import { sha256 } from '../audit/digest.ts';
import { type Comparison, comparisonOf, foldVariants } from '../judge/compare-variants.ts';
import type { Monitor } from '../monitor/schema.ts';
import { type DeclaredVariant, readDeclarations } from './declared-variants.ts';
import { layout } from './layout.ts';
import type { Item, Ports, TableWrite } from './ports.ts';
import {
  championOf,
  formerChampions,
  type Promotion,
  promotionItem,
  readPromotions,
} from './promotions.ts';
import { comparedWindows, readVariantHistory } from './rollout-history.ts';
import type { WindowRecord } from './state.ts';

/** What a run knows of a rollout, and what it told of it. */
export interface RolloutOutcome {
  readonly champion: string;
  /** Every challenger, by name. */
  readonly comparisons: readonly Comparison[];
  /** Those whose decision is another one than people were told. */
  readonly changed: readonly Comparison[];
  /** Made by this run, or by a person since the last one. */
  readonly promotions: readonly Promotion[];
  /** What the baselines' folders say of variants. */
  readonly declared: readonly DeclaredVariant[];
}

/** What was told of a challenger. */
export interface RolloutItem extends Item {
  readonly comparison: Comparison;
}

export const rolloutKey = (challenger: string) => `rollout#${challenger}`;

/**
 * Compares the challengers with the champion over all windows, tells each change of a decision once, and promotes where the monitor
 * file leaves it to the decision. Null where there is no rollout; `writes` are to be made once the audit holds what was told.
 */
export async function rollOut(
  ports: Ports,
  monitor: Monitor,
  { records, now }: { readonly records: readonly WindowRecord[]; readonly now: Date },
): Promise<{ outcome: RolloutOutcome | null; writes: TableWrite[] }> {
  const name = monitor.monitor;
  const known = await readPromotions(ports, name);
  const champion = championOf(monitor, known);
  if (champion === null) return { outcome: null, writes: [] };
  const history = await readVariantHistory(ports, name);
  const former = formerChampions(known, champion);
  const folds = foldVariants(comparedWindows(records), monitor, champion, former, history);
  const comparisons = folds.map((fold) => comparisonOf(fold, monitor));
  const told = (await ports.table.query(name, 'rollout#')) as RolloutItem[];
  const before = (challenger: string) =>
    told.find(({ sk }) => sk === rolloutKey(challenger))?.comparison ?? null;
  const changed = comparisons.filter((one) => isNews(one, before(one.challenger)));
  const untold = known.filter((promotion) => !promotion.told);
  const promotion = automaticPromotion(monitor, comparisons, known, now);
  const made = [
    ...untold.map((item) => promotionItem(item, true)),
    ...(promotion ? [promotionItem(promotion, true)] : []),
  ];
  const outcome: RolloutOutcome = {
    champion,
    comparisons,
    changed,
    promotions: made.map(({ variant, over, at, by }) => ({ variant, over, at, by })),
    declared: await readDeclarations(ports, await ports.workspace.list(layout.baselines(name))),
  };
  for (const announcement of announcementsOf(name, outcome, now))
    await ports.outlets.announce(announcement);
  const message = composeVariantMessage(monitor, outcome, (one) => before(one.challenger));
  if (message) await ports.outlets.notify(message);
  const noted = comparisons.filter(
    (one) => JSON.stringify(one) !== JSON.stringify(before(one.challenger)),
  );
  const writes = [
    ...noted.map((comparison) => ({ put: { sk: rolloutKey(comparison.challenger), comparison } })),
    ...made.map((item) => ({ put: item })),
  ];
  return { outcome, writes };
}

function isNews(comparison: Comparison, told: Comparison | null): boolean {
  return comparison.decision !== told?.decision || comparison.champion !== told.champion;
}

/** One at a time: the others are compared with the new champion from then on. Whom a person went back from stays back. */
function automaticPromotion(
  { rollout }: Monitor,
  comparisons: readonly Comparison[],
  known: readonly Promotion[],
  now: Date,
): Promotion | null {
  const best = comparisons.find(
    ({ decision, challenger }) =>
      decision === 'promote' && known.every(({ variant }) => variant !== challenger),
  );
  if (!best || rollout?.promote !== 'automatic') return null;
  const { challenger, champion } = best;
  return { variant: challenger, over: champion, at: now.toISOString(), by: 'automatic' };
}

function announcementsOf(monitor: string, outcome: RolloutOutcome, now: Date): Announcement[] {
  const announce = (identity: readonly string[], detail: Announcement['detail']): Announcement => ({
    type: 'Variant Decision',
    id: sha256(JSON.stringify([monitor, ...identity])).slice(0, 32),
    monitor,
    time: now.toISOString(),
    detail,
  });
  const declaredOf = (variant: string) =>
    outcome.declared.filter((one) => one.variant === variant).at(-1) ?? null;
  return [
    ...outcome.changed.map((one) => {
      const { champion, challenger, decision, until } = one;
      const detail = { ...one, cross_validation: declaredOf(challenger)?.crossValidation ?? {} };
      return announce([champion, challenger, decision, until], detail);
    }),
    ...outcome.promotions.map(({ variant, over, at, by }) =>
      announce([over, variant, 'promoted', at], {
        champion: over,
        challenger: variant,
        decision: 'promoted',
        by,
        at,
        baseline: declaredOf(variant)?.version ?? null,
      }),
    ),
  ];
}
