import { total } from '../../stats/sums.ts';
import type { Estimate } from '../estimate.ts';
import type { Descriptor, SliceMetric } from '../metric.ts';
import { facetMetric } from './facet-metric.ts';
import { byLabelledClass } from './group-counts.ts';

/** A number per class, in one order. */
interface ByClass {
  /** Of all other rows. */
  readonly others: readonly number[];
  /** Of the rows of the facet value. */
  readonly sensitive: readonly number[];
}

interface LabelDistance extends Omit<Descriptor, 'family'> {
  /** Of the shares of the classes that both groups have. */
  readonly distance: (shares: ByClass) => number;
  /** What chance alone would be expected to reach, of the rows of the classes that either group has. */
  readonly chance: (rows: ByClass) => number;
}

/** How far the labels of one facet value are distributed from those of all other rows. */
export function labelDistance({ distance, chance, ...descriptor }: LabelDistance): SliceMetric {
  return facetMetric({
    ...descriptor,
    countedBy: byLabelledClass,
    estimate: (sensitive, others): Estimate => {
      const classes = [...new Set([...Object.keys(others), ...Object.keys(sensitive)])].sort();
      const rows = {
        others: classes.map((name) => others[name] ?? 0),
        sensitive: classes.map((name) => sensitive[name] ?? 0),
      };
      const common = classes.map((_, i) => i).filter((i) => rows.others[i] && rows.sensitive[i]);
      if (common.length === 0)
        return { value: null, reason: 'no class is among the labels of both groups' };
      const shares = {
        others: at(common, sharesOf(rows.others)),
        sensitive: at(common, sharesOf(rows.sensitive)),
      };
      return { value: distance(shares), chance: chance(rows) };
    },
  });
}

/** Kullback-Leibler divergence of `shares` from `from`, in nats; no share is 0. */
export function relativeEntropy(shares: readonly number[], from: readonly number[]): number {
  return shares.reduce((sum, share, i) => sum + share * Math.log(share / (from[i] ?? 0)), 0);
}

/** The norm of the difference of two groups' shares, of order 1, 2 or infinity. */
export function normOfDifference({ others, sensitive }: ByClass, order: number): number {
  const differences = others.map((share, i) => Math.abs(share - (sensitive[i] ?? 0)));
  if (order === Number.POSITIVE_INFINITY) return Math.max(...differences);
  return differences.reduce((sum, difference) => sum + difference ** order, 0) ** (1 / order);
}

/** The standard deviations of each class's difference of shares, were both groups of one distribution. */
export function deviationsByChance({ others, sensitive }: ByClass): number[] {
  const [n, m] = [total(others), total(sensitive)];
  return others.map((count, i) => {
    const share = (count + (sensitive[i] ?? 0)) / (n + m);
    return Math.sqrt(share * (1 - share) * (1 / n + 1 / m));
  });
}

function sharesOf(counts: readonly number[]): number[] {
  const all = total(counts);
  return counts.map((count) => count / all);
}

function at(indices: readonly number[], values: readonly number[]): number[] {
  return indices.map((i) => values[i] ?? 0);
}
