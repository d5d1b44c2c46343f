import type { OutcomeSummary } from '../profile/outcome-statistics.ts';
import { total } from '../stats/sums.ts';
import type { Confusion } from './picture.ts';

const CLASSES = 12;
const OTHER = '(other)';

/** Rows by actual and predicted class; null where no outcome is known on either side, or the task has no classes. */
export function confusionOf(baseline: OutcomeSummary, current: OutcomeSummary): Confusion | null {
  const [before, now] = [pairsOf(baseline), pairsOf(current)];
  const rows = new Map<string, number>();
  for (const [actual, predicted, count] of [...before, ...now]) {
    rows.set(actual, (rows.get(actual) ?? 0) + count);
    rows.set(predicted, rows.get(predicted) ?? 0);
  }
  if (total([...rows.values()]) === 0) return null;
  const byRows = [...rows]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([name]) => name);
  const named = current.binary ? ['positive', 'negative'] : byRows.slice(0, CLASSES);
  const classes = byRows.length > named.length ? [...named, OTHER] : named;
  const place = (name: string) => {
    const at = named.indexOf(name);
    return at < 0 ? named.length : at;
  };
  const table = (pairs: readonly Pairs[]) => {
    if (total(pairs.map(([, , count]) => count)) === 0) return null;
    const cells = classes.map(() => classes.map(() => 0));
    for (const [actual, predicted, count] of pairs) {
      const row = cells[place(actual)] as number[];
      row[place(predicted)] = (row[place(predicted)] ?? 0) + count;
    }
    return cells;
  };
  return { classes, rows: { baseline: table(before), current: table(now) } };
}

type Pairs = readonly [actual: string, predicted: string, count: number];

function pairsOf({ binary, multiclass }: OutcomeSummary): Pairs[] {
  if (binary)
    return [
      ['positive', 'positive', binary.truePositive],
      ['positive', 'negative', binary.falseNegative],
      ['negative', 'positive', binary.falsePositive],
      ['negative', 'negative', binary.trueNegative],
    ];
  return Object.entries(multiclass?.confusion ?? {}).map(([pair, count]) => {
    const [actual, predicted] = JSON.parse(pair) as [string, string];
    return [actual, predicted, count];
  });
}
