import type { MulticlassOutcome } from '../../profile/statistics/multiclass.ts';
import { type ConfusionTable, marginsOf } from '../../stats/confusion.ts';
import { boundedInterval, meanOfSharesInterval, wilsonInterval } from '../../stats/interval.ts';
import { total } from '../../stats/sums.ts';
import { type Estimate, proportion } from '../estimate.ts';

/** How the descriptors of means of shares name the interval. */
export const MOVER = 'MOVER, from the Wilson intervals of the classes';

const tables = new WeakMap<MulticlassOutcome, ConfusionTable>();

/** The confusion counts over all classes that are a label or a prediction, in the order of their names. */
export function confusionTable(outcome: MulticlassOutcome): ConfusionTable {
  // A dozen metrics ask for the same one.
  const known = tables.get(outcome);
  if (known) return known;
  const cells = Object.entries(outcome.confusion).map(([pair, rows]) => {
    const [actual, predicted] = JSON.parse(pair) as [string, string];
    return { actual, predicted, rows };
  });
  const classes = [
    ...new Set(cells.flatMap(({ actual, predicted }) => [actual, predicted])),
  ].sort();
  const index = new Map(classes.map((name, i) => [name, i]));
  const table = classes.map(() => new Array<number>(classes.length).fill(0));
  for (const { actual, predicted, rows } of cells) {
    const row = table[index.get(actual) ?? 0] ?? [];
    row[index.get(predicted) ?? 0] = rows;
  }
  tables.set(outcome, table);
  return table;
}

/** Share of labelled rows that were predicted right: accuracy, and with one label a row micro precision, recall and F1 as well. */
export function shareRight(outcome: MulticlassOutcome): Estimate {
  const { agreed, actual } = marginsOf(confusionTable(outcome));
  return proportion(total(agreed), total(actual), 'no row is labelled');
}

/** Mean over classes of the rows that agree as a share of those predicted (precision) or actual (recall); 0 where there are none. */
export function meanOfShares(
  outcome: MulticlassOutcome,
  whole: 'predicted' | 'actual',
  keep: (rows: number) => boolean = () => true,
): Estimate {
  const margins = marginsOf(confusionTable(outcome));
  const shares = margins[whole].flatMap((rows, k) => {
    if (!keep(rows)) return [];
    if (rows === 0) return [{ value: 0, low: 0, high: 0 }];
    const right = margins.agreed[k] ?? 0;
    return [{ value: right / rows, ...wilsonInterval(right, rows) }];
  });
  if (shares.length === 0) return { value: null, reason: 'no row is labelled' };
  const value = shares.reduce((sum, share) => sum + share.value, 0) / shares.length;
  return { value, ...boundedInterval(meanOfSharesInterval(shares), value, 0, 1) };
}
