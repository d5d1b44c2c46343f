import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import {
  addDifference,
  confidenceSequence,
  type DifferenceSums,
  NO_DIFFERENCES,
} from '../stats/confidence-sequence.ts';
import {
  decideRollout,
  type MetricComparison,
  type RolloutDecision,
  verdictOf,
} from './decide-rollout.ts';
import { marginOf, type RolloutMetric, rolloutMetrics } from './rollout-metrics.ts';
import type { VariantValue } from './variant-values.ts';

/** What the history keeps of a window's variants. */
export interface ComparedWindow {
  /** ISO start. */
  readonly start: string;
  readonly variants: readonly VariantValue[];
}

/** A challenger beside the champion, over all windows that hold both. */
export interface Comparison {
  readonly champion: string;
  readonly challenger: string;
  /** ISO starts of the first and of the last such window, up to the decision. */
  readonly since: string;
  readonly until: string;
  readonly windows: number;
  readonly metrics: readonly MetricComparison[];
  readonly decision: RolloutDecision;
  readonly reason: string;
}

interface PairSums extends DifferenceSums {
  /** Weighted sums of the values themselves. */
  readonly champion: number;
  readonly challenger: number;
}

/** A comparison on its way: sums, so that windows can be forgotten. */
export interface ChallengerFold {
  readonly champion: string;
  readonly challenger: string;
  readonly since: string;
  readonly until: string;
  readonly windows: number;
  readonly sums: Readonly<Record<string, PairSums>>;
  /** As of the window that decided; later ones don't change it. */
  readonly decided: Comparison | null;
}

/** What was folded of windows that are not looked at any more. */
export interface VariantHistory {
  /** ISO start of the last window that is in it. */
  readonly upTo: string;
  readonly folds: readonly ChallengerFold[];
}

const NO_SUMS: PairSums = { ...NO_DIFFERENCES, champion: 0, challenger: 0 };

/**
 * Every challenger beside `champion`, by name. Pure: a corrected window changes it as if it had always been so.
 *
 * `windows` by start; those count that come after the history. The first window after which a challenger is promoted or
 * rejected decides: an always-valid interval may be looked at after each.
 */
export function foldVariants(
  windows: readonly ComparedWindow[],
  monitor: Monitor,
  champion: string,
  /** Former champions are no challengers, unless the monitor file names one. */
  former: readonly string[] = [],
  history: VariantHistory | null = null,
): ChallengerFold[] {
  const { rollout } = monitor;
  if (!rollout) return [];
  const later = windows.filter(({ start }) => start > (history?.upTo ?? ''));
  const known = (history?.folds ?? []).filter((fold) => fold.champion === champion);
  const seen = [
    ...known.map(({ challenger }) => challenger),
    ...later.flatMap(({ variants }) => variants.map(({ variant }) => variant)),
  ];
  const isChallenger = (variant: string) =>
    variant !== champion &&
    (rollout.challenger ? variant === rollout.challenger : !former.includes(variant));
  const metrics = rolloutMetrics(monitor);
  return [...new Set(seen)]
    .filter(isChallenger)
    .sort()
    .flatMap((challenger) => {
      const begun = known.find((fold) => fold.challenger === challenger);
      const empty = { champion, challenger, since: '', until: '', windows: 0, sums: {} };
      const fold = later.reduce<ChallengerFold>(
        (one, window) => addWindow(one, window, metrics, monitor),
        begun ?? { ...empty, decided: null },
      );
      return fold.windows > 0 ? [fold] : [];
    });
}

/** What a fold says now. */
export function comparisonOf(fold: ChallengerFold, monitor: Monitor): Comparison {
  return fold.decided ?? compare(fold, rolloutMetrics(monitor), monitor);
}

function addWindow(
  fold: ChallengerFold,
  window: ComparedWindow,
  metrics: readonly RolloutMetric[],
  monitor: Monitor,
): ChallengerFold {
  if (fold.decided) return fold;
  const find = (variant: string, metric: string) =>
    window.variants.find((one) => one.variant === variant && one.metric === metric);
  const sums: Record<string, PairSums> = { ...fold.sums };
  let found = false;
  for (const { metric } of metrics) {
    const champion = find(fold.champion, metric.name);
    const challenger = find(fold.challenger, metric.name);
    if (!champion || !challenger) continue;
    found = true;
    sums[metric.name] = addPair(sums[metric.name] ?? NO_SUMS, champion, challenger);
  }
  if (!found) return fold;
  const next: ChallengerFold = {
    ...fold,
    since: fold.windows === 0 ? window.start : fold.since,
    until: window.start,
    windows: fold.windows + 1,
    sums,
  };
  const comparison = compare(next, metrics, monitor);
  return comparison.decision === 'keep watching' ? next : { ...next, decided: comparison };
}

/** Weighted by rows: the errors move with the values, and would give lucky windows more weight. */
function addPair(sums: PairSums, champion: VariantValue, challenger: VariantValue): PairSums {
  const variance = champion.error ** 2 + challenger.error ** 2;
  const weight = 1 / (1 / champion.rows + 1 / challenger.rows);
  return {
    ...addDifference(sums, challenger.value - champion.value, { weight, variance }),
    champion: sums.champion + champion.value * weight,
    challenger: sums.challenger + challenger.value * weight,
  };
}

function compare(
  fold: ChallengerFold,
  all: readonly RolloutMetric[],
  monitor: Monitor,
): Comparison {
  const { sums: _, decided: __, ...place } = fold;
  const { error = 1, least_windows = 0, give_up = '', promote_when } = monitor.rollout ?? {};
  // What the monitor file doesn't name counts where the data have it.
  const metrics = all
    .filter(({ metric, named }) => named || fold.sums[metric.name])
    .map((one) => compareMetric(fold.sums[one.metric.name] ?? NO_SUMS, one, error / all.length));
  if (metrics.some(({ windows }) => windows < least_windows)) {
    const reason = `${fold.windows} of at least ${least_windows} windows`;
    return isOver(fold, give_up)
      ? { ...place, metrics, decision: 'reject', reason: `${reason} after ${give_up}` }
      : { ...place, metrics, decision: 'keep watching', reason };
  }
  const rules = { promoteWhen: promote_when ?? 'better', giveUp: give_up };
  return { ...place, metrics, ...decideRollout(metrics, rules, isOver(fold, give_up)) };
}

function compareMetric(
  sums: PairSums,
  { metric, margin: setting }: RolloutMetric,
  error: number,
): MetricComparison {
  const interval = confidenceSequence(sums, error);
  const worse = metric.worse ?? 'higher';
  const mean = (weighted: number) => (sums.windows > 0 ? weighted / sums.weight : null);
  const margin = marginOf(setting, mean(sums.champion) ?? 0);
  return {
    metric: metric.name,
    unit: metric.unit,
    worse,
    windows: sums.windows,
    champion: mean(sums.champion),
    challenger: mean(sums.challenger),
    difference: mean(sums.weighted),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    margin,
    verdict: verdictOf(interval, worse, margin),
  };
}

function isOver({ since, until }: ChallengerFold, giveUp: string): boolean {
  return Date.parse(until) - Date.parse(since) >= parseDuration(giveUp);
}
