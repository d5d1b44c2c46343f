import { raw, sql } from '../../sql/sql.ts';

import type { SliceStatistic } from '../statistic.ts';

/** What came of a regression's predictions: sums over rows whose prediction and label are both known. */
export interface RegressionOutcome {
  readonly labelled: number;
  /** Sums of error = predicted - actual. */
  readonly error: number;
  readonly absoluteError: number;
  readonly squaredError: number;
  /** Sum of |error| / max(|actual|, 2.22e-16). */
  readonly absolutePercentageError: number;
  /** Sums of (actual - `OutcomeFrame.actualCenter`) and of its square. */
  readonly actual: number;
  readonly squaredActual: number;
}

/** Reads the double columns predicted and actual of a joined relation. */
export const regression: SliceStatistic<RegressionOutcome> = {
  appliesTo: ({ outcome }) => outcome.task === 'regression',
  empty: () => ({
    labelled: 0,
    error: 0,
    absoluteError: 0,
    squaredError: 0,
    absolutePercentageError: 0,
    actual: 0,
    squaredActual: 0,
  }),
  select: ({ outcome: { actualCenter } }) => {
    const known = raw('predicted IS NOT NULL AND actual IS NOT NULL');
    const error = raw('(predicted - actual)');
    const centered = sql`(actual - ${actualCenter})`;
    return {
      labelled: sql`count(*) FILTER (${known})`,
      error: sql`sum(${error}) FILTER (${known})`,
      absolute: sql`sum(abs(${error})) FILTER (${known})`,
      squared: sql`sum(${error} * ${error}) FILTER (${known})`,
      percentage: sql`sum(abs(${error}) / greatest(abs(actual), 2.220446049250313e-16)) FILTER (${known})`,
      actual: sql`sum(${centered}) FILTER (${known})`,
      squaredActual: sql`sum(${centered} * ${centered}) FILTER (${known})`,
    };
  },
  read: (row) => ({
    labelled: Number(row.labelled),
    error: Number(row.error ?? 0),
    absoluteError: Number(row.absolute ?? 0),
    squaredError: Number(row.squared ?? 0),
    absolutePercentageError: Number(row.percentage ?? 0),
    actual: Number(row.actual ?? 0),
    squaredActual: Number(row.squaredActual ?? 0),
  }),
  merge: (a, b) => ({
    labelled: a.labelled + b.labelled,
    error: a.error + b.error,
    absoluteError: a.absoluteError + b.absoluteError,
    squaredError: a.squaredError + b.squaredError,
    absolutePercentageError: a.absolutePercentageError + b.absolutePercentageError,
    actual: a.actual + b.actual,
    squaredActual: a.squaredActual + b.squaredActual,
  }),
};
