import type { Metric } from '../metrics/metric.ts';
import { format } from './describe-finding.ts';

export type RolloutDecision = 'promote' | 'keep watching' | 'reject';

/** One metric of two variants over the windows that hold both. */
export interface MetricComparison {
  readonly metric: string;
  readonly unit: Metric['unit'];
  readonly worse: 'higher' | 'lower';
  readonly windows: number;
  /** Means over those windows, weighted as the difference is; null where there is no such window. */
  readonly champion: number | null;
  readonly challenger: number | null;
  /** The challenger's value less the champion's, with its always-valid interval. */
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** How much worse the challenger may be, in the metric's unit. */
  readonly margin: number;
  /** `no worse`: by more than the margin; `worse`: by more than the margin; `open`: not known yet. */
  readonly verdict: 'better' | 'no worse' | 'worse' | 'open';
}

/** What an interval of a difference says of the challenger. */
export function verdictOf(
  interval: { readonly low: number; readonly high: number } | null,
  worse: 'higher' | 'lower',
  margin: number,
): MetricComparison['verdict'] {
  if (!interval) return 'open';
  const [least, most] =
    worse === 'lower' ? [interval.low, interval.high] : [-interval.high, -interval.low];
  if (least > 0) return 'better';
  if (least > -margin) return 'no worse';
  return most < -margin ? 'worse' : 'open';
}

/**
 * Promote when no metric is worse than its margin for certain and, unless `no worse` is enough, one is better for certain; reject
 * when one is worse than its margin for certain, or nothing else is decided when the time is over; else keep watching.
 */
export function decideRollout(
  metrics: readonly MetricComparison[],
  rules: { readonly promoteWhen: 'better' | 'no worse'; readonly giveUp: string },
  isOver: boolean,
): { decision: RolloutDecision; reason: string } {
  const of = (...verdicts: MetricComparison['verdict'][]) =>
    metrics.filter(({ verdict }) => verdicts.includes(verdict));
  const [worse, better, open] = [of('worse'), of('better'), of('open')];
  if (worse.length > 0)
    return { decision: 'reject', reason: `${worse.map(describe).join('; ')}: worse for certain` };
  const enough = better.length > 0 || rules.promoteWhen === 'no worse';
  if (metrics.length > 0 && open.length === 0 && enough) {
    const equal = of('no worse').map(({ metric }) => metric);
    const parts = [
      ...(better.length > 0 ? [`${better.map(describe).join('; ')}: better for certain`] : []),
      ...(equal.length > 0 ? [`${equal.join(', ')}: no worse than the margin allows`] : []),
    ];
    return { decision: 'promote', reason: parts.join('; ') };
  }
  const missing =
    open.length > 0
      ? `not certain yet of ${open.map(({ metric }) => metric).join(', ')}`
      : 'no worse, and not better for certain';
  return isOver
    ? { decision: 'reject', reason: `${missing}, and ${rules.giveUp} are over` }
    : { decision: 'keep watching', reason: missing };
}

/** `roc_auc 0.751 beside 0.702, a difference of 0.041 to 0.057` */
export function describe(one: MetricComparison): string {
  const show = (value: number | null) => (value === null ? '?' : format(value, one));
  return `${one.metric} ${show(one.challenger)} beside ${show(one.champion)}, a difference of ${show(one.low)} to ${show(one.high)}`;
}
