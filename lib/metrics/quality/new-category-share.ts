import type { CategoricalColumn } from '../../profile/column.ts';
import type { Categories } from '../../profile/statistics/categories.ts';
import { total } from '../../stats/sums.ts';
import { proportion, toValue } from '../estimate.ts';
import type { ColumnMetric } from '../metric.ts';
import { unseenCategories } from '../unseen-law.ts';
import { withUnseenNoise } from './unseen-share.ts';

const UNKNOWABLE = {
  value: null,
  reason: 'the baseline has more categories than are kept by name',
} as const;
/** So many new categories are named, each by so many characters. */
const NAMED = 5;
const NAME_LENGTH = 40;

export const newCategoryShare: ColumnMetric = {
  name: 'new_category_share',
  per: 'column',
  family: 'quality',
  description:
    'Share of values whose category the baseline never had; unknown where the baseline has too many to name.',
  formula: 'values of a category that the baseline lacks / values',
  interval: 'Wilson',
  source: 'NannyML UnseenValuesCalculator, which divides by all rows, missing values included',
  unit: 'share',
  worse: 'higher',
  defaultThreshold: { max: 0.01, warn: { max: 0 } },
  appliesTo: (column) => column.type === 'categorical',
  measure: ({ column, baseline, current }) => {
    if (column.type === 'categorical' && column.truncated) return toValue(UNKNOWABLE, null);
    const share = ({ categories, presence }: typeof current) =>
      proportion(categories?.unknownRows ?? 0, presence?.values ?? 0, 'there are no values');
    const value = toValue(share(current), share(baseline).value);
    if (value.value === null) return value;
    const size = current.presence?.values ?? 0;
    const note = nameNew(current.categories, size);
    const lacked = baseline.categories?.unknownRows ?? 0;
    const law = { size, ...unseenCategories(column as CategoricalColumn, baseline), lacked };
    return { ...withUnseenNoise(value, law), ...(note !== undefined && { note }) };
  },
};

/** The most frequent new categories with their shares, as `"tram" 3.1 %, "boat" 0.2 % and 2 more`. */
function nameNew(categories: Categories | undefined, values: number): string | undefined {
  if (!categories || categories.unknownRows === 0) return undefined;
  const named = Object.entries(categories.unknown).sort(
    ([a, m], [b, n]) => n - m || (a < b ? -1 : 1),
  );
  const top = named.slice(0, NAMED).map(([name, count]) => {
    const share = Number(((100 * count) / values).toPrecision(2));
    const short = name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1)}…` : name;
    return `${JSON.stringify(short)} ${share} %`;
  });
  const more = named.length - top.length;
  // Past 256 of them the names are a sample, and the most frequent may not be in it.
  const unnamed = total(Object.values(categories.unknown)) < categories.unknownRows;
  const rest = unnamed ? ' and many more' : more > 0 ? ` and ${more} more` : '';
  return top.length === 0 ? undefined : `new: ${top.join(', ')}${rest}`;
}
