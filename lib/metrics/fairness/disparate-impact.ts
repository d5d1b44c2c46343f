import type { Decided } from '../../stats/demographic-disparity.ts';
import { katzInterval, type Part } from '../../stats/two-proportions.ts';
import { facetMetric } from './facet-metric.ts';
import { byDecision } from './group-counts.ts';
import { GROUPS } from './rates.ts';

export const disparateImpact = facetMetric({
  name: 'disparate_impact',
  description:
    'Disparate impact (DI): this facet value’s share of positive predictions by the other rows’, over all predictions; 1 is parity, and below 0.8 the four-fifths rule speaks of adverse impact.',
  formula: `(positive_d / n_d) / (positive_a / n_a); ${GROUPS}`,
  interval:
    'Katz, normal on the logarithm; where this facet value has no positive prediction, from 0 and with half a one added to each group',
  source:
    'SageMaker Clarify DI; unknown where no other row is predicted positive (infinite there, and 0 where no row at all is)',
  unit: 'none',
  worse: 'lower',
  defaultThreshold: { warn: { min: 0.8 } },
  countedBy: byDecision,
  estimate: (d, a) => {
    const [sensitive, others] = [positiveOf(d), positiveOf(a)];
    if (others.part === 0) return { value: null, reason: 'no other row is predicted positive' };
    const value = sensitive.part / sensitive.whole / (others.part / others.whole);
    if (sensitive.part > 0) return { value, ...katzInterval(sensitive, others) };
    return { value, low: 0, high: katzInterval(withHalf(sensitive), withHalf(others)).high };
  },
});

function positiveOf({ positive, negative }: Decided): Part {
  return { part: positive, whole: positive + negative };
}

function withHalf({ part, whole }: Part): Part {
  return { part: part + 0.5, whole: whole + 0.5 };
}
