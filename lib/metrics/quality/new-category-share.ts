import { proportion, toValue } from '../estimate.ts';
import type { ColumnMetric } from '../metric.ts';

const UNKNOWABLE = {
  value: null,
  reason: 'the baseline has more categories than are kept by name',
} as const;

export const newCategoryShare: ColumnMetric = {
  name: 'new_category_share',
  per: 'column',
  family: 'quality',
  description:
    'Share of values whose category the baseline never had; unknown where the baseline has too many to name.',
  unit: 'share',
  worse: 'higher',
  defaultThreshold: { max: 0.01, warn: { max: 0 } },
  appliesTo: (column) => column.type === 'categorical',
  measure: ({ column, baseline, current }) => {
    if (column.type === 'categorical' && column.truncated) return toValue(UNKNOWABLE, null);
    const share = ({ categories, presence }: typeof current) =>
      proportion(categories?.unknownRows ?? 0, presence?.values ?? 0, 'there are no values');
    return toValue(share(current), share(baseline).value);
  },
};
