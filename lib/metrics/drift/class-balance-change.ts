import type { Profile } from '../../profile/profile.ts';
import { newcombeInterval, type Part } from '../../stats/two-proportions.ts';
import { toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

export const classBalanceChange: SliceMetric = {
  name: 'class_balance_change',
  per: 'slice',
  restsOn: 'rows',
  family: 'drift',
  description:
    'Change of the share of positive decisions from the baseline’s, -1 to 1; of several classes see total_variation of the prediction column.',
  formula: 'positive decisions / decisions, of the window less of the baseline',
  interval: 'Newcombe’s hybrid score interval of a difference of proportions',
  source: 'Newcombe (1998), method 10; statsmodels confint_proportions_2indep(method="newcomb")',
  unit: 'share',
  worse: null,
  appliesTo: ({ frame }) => frame.outcome.task === 'binary',
  measure: ({ baseline, current }) => {
    const before = decided(baseline);
    const now = decided(current);
    if (before.whole === 0)
      return toValue({ value: null, reason: 'the baseline has no decisions' }, null);
    if (now.whole === 0) return toValue({ value: null, reason: 'there are no decisions' }, 0);
    const value = now.part / now.whole - before.part / before.whole;
    const share = (now.part + before.part) / (now.whole + before.whole);
    return toValue(
      {
        value,
        ...newcombeInterval(now, before),
        chance: Math.sqrt((2 / Math.PI) * share * (1 - share) * (1 / now.whole + 1 / before.whole)),
      },
      0,
    );
  },
};

function decided({ predictions: { decisions } }: Profile): Part {
  const { positive = 0, negative = 0 } = decisions ?? {};
  return { part: positive, whole: positive + negative };
}
