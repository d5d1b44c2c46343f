import { raw, sql } from '../../sql/sql.ts';

import type { SliceStatistic } from '../statistic.ts';

/** What came of a classifier's predictions: sums over rows whose prediction and label are both known. */
export interface MulticlassOutcome {
  /** Rows by `JSON.stringify([actual, predicted])`. */
  readonly confusion: Readonly<Record<string, number>>;
  /** Rows that also have a probability for every class. */
  readonly scored: number;
  /** Sum over them of -ln(probability of the actual class), normalised over classes and clipped at 1e-15. */
  readonly logLoss: number;
}

/** Reads the text columns predicted and actual and the double column actual_probability of a joined relation. */
export const multiclass: SliceStatistic<MulticlassOutcome> = {
  appliesTo: ({ outcome }) => outcome.task === 'multiclass',
  empty: () => ({ confusion: {}, scored: 0, logLoss: 0 }),
  select: () => {
    const known = raw('predicted IS NOT NULL AND actual IS NOT NULL');
    const scored = sql`${known} AND actual_probability IS NOT NULL`;
    return {
      pairs: sql`histogram(to_json([actual, predicted])::VARCHAR) FILTER (${known})`,
      scored: sql`count(*) FILTER (${scored})`,
      loss: sql`sum(-ln(greatest(1e-15, least(1 - 1e-15, actual_probability)))) FILTER (${scored})`,
    };
  },
  read: (row) => ({
    confusion: sorted(
      [...((row.pairs ?? new Map()) as Map<string, bigint>)].map(([pair, n]) => [pair, Number(n)]),
    ),
    scored: Number(row.scored),
    logLoss: Number(row.loss ?? 0),
  }),
  merge: (a, b) => {
    const confusion = new Map(Object.entries(a.confusion));
    for (const [pair, n] of Object.entries(b.confusion)) {
      confusion.set(pair, (confusion.get(pair) ?? 0) + n);
    }
    return {
      confusion: sorted([...confusion]),
      scored: a.scored + b.scored,
      logLoss: a.logLoss + b.logLoss,
    };
  },
};

function sorted(entries: [string, number][]): Record<string, number> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
