import type { Frame } from '../../profile/frame.ts';
import type { Slice } from '../../profile/profile.ts';
import {
  conditionalDisparity,
  type Decided,
  type Stratum,
} from '../../stats/demographic-disparity.ts';
import { Z95 } from '../../stats/normal.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { Descriptor, SliceMetric } from '../metric.ts';
import { facetOf } from './facet.ts';
import type { CountedBy } from './group-counts.ts';

/** Above this share of rows in pairs that are not measured by name, the groups say too little of the whole. */
const POOLED_AT_MOST = 0.05;

interface ConditionalMetric extends Omit<Descriptor, 'family'> {
  readonly countedBy: CountedBy<Decided>;
  /** What is accepted or rejected, as in "no <label> is positive". */
  readonly label: string;
}

/** A conditional demographic disparity of one facet value, within the values of the monitor's `fairness.given`. */
export function conditionalMetric({
  countedBy,
  label,
  ...descriptor
}: ConditionalMetric): SliceMetric {
  const { tasks, restsOn, needs, read } = countedBy;
  const estimate = (pair: Pair, slices: readonly Slice[]): Estimate => {
    const { strata, pooled } = stratify(pair, slices, read);
    const all = strata.map((stratum) => stratum.all);
    const positive = all.reduce((sum, one) => sum + one.positive, 0);
    const negative = all.reduce((sum, one) => sum + one.negative, 0);
    const share = pooled / (positive + negative + pooled);
    const left = `${(100 * share).toPrecision(2)} % of the rows are in pairs of values too rare to be measured by name`;
    if (share > POOLED_AT_MOST) return { value: null, reason: left };
    if (positive === 0) return { value: null, reason: `no ${label} is positive` };
    if (negative === 0) return { value: null, reason: `no ${label} is negative` };
    const own = strata.reduce(
      (sum, one) => sum + one.sensitive.positive + one.sensitive.negative,
      0,
    );
    if (own === 0) return { value: null, reason: `this facet value has no ${label}` };
    if (own === positive + negative)
      return { value: null, reason: `every ${label} is of this facet value` };
    const { value, variance } = conditionalDisparity(strata);
    const half = Z95 * Math.sqrt(variance);
    return {
      value,
      ...(half > 0 && { low: Math.max(-1, value - half), high: Math.min(1, value + half) }),
      ...(pooled > 0 && { note: `${left}: left out` }),
    };
  };
  return {
    ...descriptor,
    per: 'slice',
    family: 'fairness',
    restsOn,
    needs: `${needs}, fairness.given`,
    appliesTo: (input) => {
      const { given } = input.monitor.fairness ?? {};
      const facet = facetOf(input);
      return (
        tasks.includes(input.frame.outcome.task) &&
        facet !== undefined &&
        given !== undefined &&
        given !== facet &&
        (read(input.baseline) ?? read(input.current)) !== undefined
      );
    },
    measure: (input) => {
      const pair: Pair = {
        facet: facetOf(input) ?? '',
        given: input.monitor.fairness?.given ?? '',
        sensitive: input.segment ?? '',
        frame: input.frame,
      };
      return toValue(
        estimate(pair, input.slices.current),
        estimate(pair, input.slices.baseline).value,
      );
    },
  };
}

interface Pair {
  readonly facet: string;
  readonly given: string;
  /** The segment of the facet value: `facet=value`. */
  readonly sensitive: string;
  readonly frame: Frame;
}

/** The groups of `given` with their counts, from the segments `facet=value & given=group`; and the rows of pooled pairs. */
function stratify(
  { facet, given, sensitive, frame }: Pair,
  slices: readonly Slice[],
  read: CountedBy<Decided>['read'],
): { strata: Stratum[]; pooled: number } {
  const name = `${facet} & ${given}`;
  const pairs = new Set(frame.segments.find((one) => one.name === name)?.segments ?? []);
  const none: Decided = { positive: 0, negative: 0 };
  const groups = new Map<string, Stratum>();
  let pooled = 0;
  for (const { segment, variant, profile } of slices) {
    if (segment === null || variant !== null) continue;
    const counts = read(profile) ?? none;
    if (segment === `${name}=(other)`) pooled += counts.positive + counts.negative;
    else if (pairs.has(segment)) {
      const end = segment.lastIndexOf(` & ${given}=`);
      const group = segment.slice(end);
      const before = groups.get(group) ?? { sensitive: none, all: none };
      const isSensitive = segment.slice(0, end) === sensitive;
      groups.set(group, {
        sensitive: isSensitive ? add(before.sensitive, counts) : before.sensitive,
        all: add(before.all, counts),
      });
    }
  }
  return { strata: [...groups.values()], pooled };
}

function add(a: Decided, b: Decided): Decided {
  return { positive: a.positive + b.positive, negative: a.negative + b.negative };
}
