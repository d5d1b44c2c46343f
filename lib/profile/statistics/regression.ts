import { raw, type Sql, sql } from '../../sql/sql.ts';
import { addCounts, readCounts } from '../counts.ts';
import { nextBelow } from '../edges.ts';
import type { AggregateRow, SliceStatistic } from '../statistic.ts';

/** Sums by bin of the predicted value: `OutcomeFrame.predictionEdges`, one more bin than edges; empty where there are none. */
export interface ByPrediction {
  readonly rows: readonly number[];
  readonly error: readonly number[];
  readonly absoluteError: readonly number[];
  readonly squaredError: readonly number[];
}

/** What came of a regression's predictions: sums over rows whose prediction and label are both known. */
export interface RegressionOutcome {
  readonly labelled: number;
  /** Sums of error = predicted - actual, of |error|, error^2, error |error| and error^4. */
  readonly error: number;
  readonly absoluteError: number;
  readonly squaredError: number;
  readonly signedSquaredError: number;
  readonly fourthError: number;
  /** The largest |error|; 0 without rows. */
  readonly largestError: number;
  /** Sum of |error| / max(|actual|, 2.22e-16), and of its square. */
  readonly absolutePercentageError: number;
  readonly squaredPercentageError: number;
  /** Sum of 2 |error| / (|actual| + |predicted|), 0 where both are 0, and of its square. */
  readonly symmetricPercentageError: number;
  readonly squaredSymmetricError: number;
  /** Rows of which prediction or label is -1 or less, so that they have no log error; the next two sums are without them. */
  readonly withoutLogError: number;
  /** Sums of the square and the fourth power of ln(1 + predicted) - ln(1 + actual). */
  readonly squaredLogError: number;
  readonly fourthLogError: number;
  /** Sums of powers 1 to 4 of c = actual - `OutcomeFrame.actualCenter`. */
  readonly actual: number;
  readonly squaredActual: number;
  readonly cubedActual: number;
  readonly fourthActual: number;
  /** Sums of error^2 c and of error^2 c^2. */
  readonly squaredErrorActual: number;
  readonly squaredErrorSquaredActual: number;
  /** Rows per bin of error (`OutcomeFrame.errorEdges`). */
  readonly errors: readonly number[];
  readonly byPrediction: ByPrediction;
}

type SumName = Exclude<
  keyof RegressionOutcome,
  'labelled' | 'largestError' | 'errors' | 'byPrediction'
>;

/**
 * Every sum by what is added up of a row: NULL or 0 where prediction or label is not known. There is no FILTER: it copies what all
 * aggregates of the statement read, for each that has one.
 */
function sums(actualCenter: number): Readonly<Record<SumName, Sql>> {
  const error = raw('(predicted - actual)');
  const squared = raw('((predicted - actual) * (predicted - actual))');
  const percentage = raw(
    '(abs(predicted - actual) / greatest(abs(actual), 2.220446049250313e-16))',
  );
  const symmetric = raw(
    'coalesce(2 * abs(predicted - actual) / nullif(abs(actual) + abs(predicted), 0), 0)',
  );
  // The logarithm of what is not above 0 would fail the statement.
  const log = raw(
    '(ln(1 + CASE WHEN predicted > -1 AND actual > -1 THEN predicted END) - ln(1 + CASE WHEN actual > -1 THEN actual END))',
  );
  const centered = sql`(CASE WHEN predicted IS NOT NULL THEN actual END - ${actualCenter})`;
  return {
    error,
    absoluteError: sql`abs${error}`,
    squaredError: squared,
    signedSquaredError: sql`${error} * abs${error}`,
    fourthError: sql`${squared} * ${squared}`,
    absolutePercentageError: percentage,
    squaredPercentageError: sql`${percentage} * ${percentage}`,
    symmetricPercentageError: symmetric,
    squaredSymmetricError: sql`${symmetric} * ${symmetric}`,
    withoutLogError: raw(
      'CASE WHEN predicted <= -1 AND actual IS NOT NULL OR actual <= -1 AND predicted IS NOT NULL THEN 1 END',
    ),
    squaredLogError: sql`${log} * ${log}`,
    fourthLogError: sql`${log} * ${log} * ${log} * ${log}`,
    actual: centered,
    squaredActual: sql`${centered} * ${centered}`,
    cubedActual: sql`${centered} * ${centered} * ${centered}`,
    fourthActual: sql`${centered} * ${centered} * ${centered} * ${centered}`,
    squaredErrorActual: sql`${squared} * ${centered}`,
    squaredErrorSquaredActual: sql`${squared} * ${centered} * ${centered}`,
  };
}

const SUMS = Object.keys(sums(0)) as SumName[];
const PARTS = { error: 'e', absoluteError: 'a', squaredError: 's' } as const;

/** Reads the double columns predicted and actual of a joined relation. */
export const regression: SliceStatistic<RegressionOutcome> = {
  appliesTo: ({ outcome }) => outcome.task === 'regression',
  empty: ({ outcome }) => readState({}, outcome.errorEdges, outcome.predictionEdges),
  select: ({ outcome: { actualCenter, errorEdges, predictionEdges } }, _, constant) => {
    const terms = sums(actualCenter);
    const bins = (edges: readonly number[]) =>
      constant(sql`${[...edges, Number.POSITIVE_INFINITY]}::DOUBLE[]`);
    const count = (value: Sql, edges: readonly number[]) =>
      sql`map_values(histogram(${value}, ${bins(edges)}))`;
    return {
      labelled: sql`count(${terms.error})`,
      largestError: sql`max(${terms.absoluteError})`,
      ...Object.fromEntries(SUMS.map((name) => [name, sql`sum(${terms[name]})`])),
      ...(errorEdges.length > 0 && { errors: count(terms.error, errorEdges) }),
      ...(predictionEdges.length > 0 && {
        rows: count(raw('CASE WHEN actual IS NOT NULL THEN predicted END'), predictionEdges),
        ...sumByPrediction(predictionEdges, terms),
      }),
    };
  },
  read: (row, { outcome }) => readState(row, outcome.errorEdges, outcome.predictionEdges),
  merge: (a, b) => ({
    ...(Object.fromEntries(SUMS.map((name) => [name, a[name] + b[name]])) as Record<
      SumName,
      number
    >),
    labelled: a.labelled + b.labelled,
    largestError: Math.max(a.largestError, b.largestError),
    errors: addCounts(a.errors, b.errors),
    byPrediction: {
      rows: addCounts(a.byPrediction.rows, b.byPrediction.rows),
      error: addCounts(a.byPrediction.error, b.byPrediction.error),
      absoluteError: addCounts(a.byPrediction.absoluteError, b.byPrediction.absoluteError),
      squaredError: addCounts(a.byPrediction.squaredError, b.byPrediction.squaredError),
    },
  }),
};

/** Three sums a bin. */
function sumByPrediction(edges: readonly number[], terms: Readonly<Record<SumName, Sql>>) {
  const bins = Array.from({ length: edges.length + 1 }, (_, i) => i);
  return Object.fromEntries(
    bins.flatMap((i) => {
      // The bins are left-open; one comparison costs less than two.
      const from = i === 0 ? Number.NEGATIVE_INFINITY : nextAbove(edges[i - 1] ?? 0);
      const to = edges[i] ?? Number.POSITIVE_INFINITY;
      return Object.entries(PARTS).map(([name, part]) => [
        `${part}${i}`,
        sql`sum(CASE WHEN predicted BETWEEN ${from} AND ${to} THEN ${terms[name as SumName]} END)`,
      ]);
    }),
  );
}

function readState(
  row: AggregateRow,
  errorEdges: readonly number[],
  predictionEdges: readonly number[],
): RegressionOutcome {
  const bins = (edges: readonly number[]) => (edges.length > 0 ? edges.length + 1 : 0);
  const indices = Array.from({ length: bins(predictionEdges) }, (_, i) => i);
  const part = (name: keyof typeof PARTS) =>
    indices.map((i) => Number(row[`${PARTS[name]}${i}`] ?? 0));
  return {
    ...(Object.fromEntries(SUMS.map((name) => [name, Number(row[name] ?? 0)])) as Record<
      SumName,
      number
    >),
    labelled: Number(row.labelled ?? 0),
    largestError: Number(row.largestError ?? 0),
    errors: readCounts(row.errors, bins(errorEdges)),
    byPrediction: {
      rows: readCounts(row.rows, indices.length),
      error: part('error'),
      absoluteError: part('absoluteError'),
      squaredError: part('squaredError'),
    },
  };
}

function nextAbove(value: number): number {
  return -nextBelow(-value);
}
