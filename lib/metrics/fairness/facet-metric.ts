import type { Profile, Slice } from '../../profile/profile.ts';
import { total } from '../../stats/sums.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { Descriptor, SliceMetric } from '../metric.ts';
import { facetOf, wholeOf } from './facet.ts';
import type { CountedBy, GroupCounts } from './group-counts.ts';

interface FacetMetric<Counts> extends Omit<Descriptor, 'family'> {
  readonly countedBy: CountedBy<Counts>;
  /** Of the rows of the facet value (Clarify's d) and of all others (a); neither is empty. */
  readonly estimate: (sensitive: Counts, others: Counts) => Estimate;
}

/**
 * A fairness metric: one facet value beside all other rows, from counts; the reference is the baseline's same facet value.
 *
 * The other rows are the whole less the facet value's, so those with a rare value, pooled as `<facet>=(other)`, are among them.
 */
export function facetMetric<Counts extends GroupCounts>({
  countedBy,
  estimate,
  ...descriptor
}: FacetMetric<Counts>): SliceMetric {
  const { tasks, restsOn, needs, rows, read } = countedBy;
  const compare = (own: Profile, slices: readonly Slice[]): Estimate => {
    const sensitive = read(own);
    const whole = wholeOf(slices);
    const all = whole && read(whole.profile);
    if (!sensitive || !all || size(sensitive) === 0)
      return { value: null, reason: `this facet value has no ${rows}` };
    const others = without(all, sensitive);
    return size(others) > 0
      ? estimate(sensitive, others)
      : { value: null, reason: `all ${rows} are of this facet value` };
  };
  return {
    ...descriptor,
    per: 'slice',
    family: 'fairness',
    restsOn,
    needs,
    appliesTo: (input) =>
      tasks.includes(input.frame.outcome.task) &&
      facetOf(input) !== undefined &&
      (read(input.baseline) ?? read(input.current)) !== undefined,
    measure: ({ baseline, current, slices }) =>
      toValue(compare(current, slices.current), compare(baseline, slices.baseline).value),
  };
}

function size(counts: GroupCounts): number {
  return total(Object.values(counts));
}

function without<Counts extends GroupCounts>(all: Counts, part: Counts): Counts {
  return Object.fromEntries(
    Object.entries(all).map(([what, count]) => [what, count - (part[what] ?? 0)]),
  ) as Counts;
}
