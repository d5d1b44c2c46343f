import type { CustomMetric } from '../../monitor/custom-metrics.ts';
import { customAlias } from '../../read/canonical.ts';
import { raw, type Sql, sql } from '../../sql/sql.ts';
import { addCounts } from '../counts.ts';
import type { Frame } from '../frame.ts';
import type { AggregateRow, SliceStatistic } from '../statistic.ts';

/** What was summed for one of the monitor's own metrics. A sum is null where it is too large for a double. */
export interface CustomSum {
  /** Rows that were summed: all, or those whose label is known. */
  readonly rows: number;
  /** Of these, those with a value of each column that is read. */
  readonly values: readonly number[];
  /** Of these, those that counted in each aggregate. */
  readonly counts: readonly number[];
  /** The aggregates. */
  readonly sums: readonly (number | null)[];
  /** Sums of products of what a row adds to aggregate i and j, i <= j, row by row; empty where no interval needs them. */
  readonly products: readonly (number | null)[];
}

/** By `CustomMetric.key`: what was summed for another definition is not mixed with it. */
export type CustomSums = Readonly<Record<string, CustomSum>>;

/** The sums of the monitor's own metrics over all predictions. Reads the names of `ownScope` and columns by `customAlias`. */
export const custom = customStatistic(({ labelled }) => !labelled);

/** The same over the rows whose label is known. */
export const customOutcome = customStatistic(({ labelled }) => labelled);

function customStatistic(concerns: (metric: CustomMetric) => boolean): SliceStatistic<CustomSums> {
  const metricsOf = ({ custom = [] }: Frame) => [
    ...new Map(custom.filter(concerns).map((metric) => [metric.key, metric])).values(),
  ];
  return {
    appliesTo: (frame) => metricsOf(frame).length > 0,
    empty: () => ({}),
    select: (frame) => Object.fromEntries(metricsOf(frame).flatMap(selectOf)),
    read: (row, frame) =>
      Object.fromEntries(metricsOf(frame).map((metric) => [metric.key, readOf(metric, row)])),
    merge: (a, b) => {
      const merged: Record<string, CustomSum> = { ...a };
      for (const [key, sum] of Object.entries(b)) {
        const before = merged[key];
        merged[key] = before ? added(before, sum) : sum;
      }
      return merged;
    },
  };
}

/** Pairs of aggregates, i <= j. */
function pairsOf({ formula, aggregates }: CustomMetric): [number, number][] {
  if (!formula.scaleFree) return [];
  return aggregates.flatMap((_, i) =>
    aggregates.slice(i).map((_, j): [number, number] => [i, i + j]),
  );
}

function selectOf(metric: CustomMetric): [string, Sql][] {
  const { key, labelled, columns, aggregates } = metric;
  // CASE, for a FILTER copies all that the statement reads.
  const of = (term: Sql) => (labelled ? sql`CASE WHEN label IS NOT NULL THEN ${term} END` : term);
  const named = (name: string, aggregate: Sql): [string, Sql] => [`${key}_${name}`, aggregate];
  const products = pairsOf(metric).flatMap(([i, j]): [string, Sql][] => {
    const [a, b] = [aggregates[i], aggregates[j]];
    return a && b && !isSum(a, b, i === j)
      ? [named(`product${i}_${j}`, sql`sum(${of(sql`${a.term} * ${b.term}`)})`)]
      : [];
  });
  return [
    named('rows', sql`count(${of(raw('1'))})`),
    ...columns.map((column, i) => named(`value${i}`, sql`count(${of(customAlias(column))})`)),
    ...aggregates.map(({ term }, i) => named(`count${i}`, sql`count(${of(term)})`)),
    ...aggregates.flatMap(({ counts, term }, i) =>
      counts ? [] : [named(`sum${i}`, sql`sum(${of(term)})`)],
    ),
    ...products,
  ];
}

type Aggregate = CustomMetric['aggregates'][number];

/** Whether the product of what a row adds is what it adds to one of the two. */
function isSum(a: Aggregate, b: Aggregate, same: boolean): boolean {
  return a.everyRow || b.everyRow || (same && a.counts);
}

function readOf(metric: CustomMetric, row: AggregateRow): CustomSum {
  const { key, columns, aggregates } = metric;
  const read = (name: string) => finite(Number(row[`${key}_${name}`] ?? 0));
  const sums = aggregates.map(({ counts }, i) => read(`${counts ? 'count' : 'sum'}${i}`));
  return {
    rows: Number(row[`${key}_rows`] ?? 0),
    values: columns.map((_, i) => read(`value${i}`) ?? 0),
    counts: aggregates.map((_, i) => read(`count${i}`) ?? 0),
    sums,
    products: pairsOf(metric).map(([i, j]) => {
      const [a, b] = [aggregates[i], aggregates[j]];
      if (!a || !b || !isSum(a, b, i === j)) return read(`product${i}_${j}`);
      return sums[a.everyRow ? j : i] ?? null;
    }),
  };
}

function added(a: CustomSum, b: CustomSum): CustomSum {
  return {
    rows: a.rows + b.rows,
    values: addCounts(a.values, b.values),
    counts: addCounts(a.counts, b.counts),
    sums: addSums(a.sums, b.sums),
    products: addSums(a.products, b.products),
  };
}

function addSums(a: CustomSum['sums'], b: CustomSum['sums']): (number | null)[] {
  return a.map((x, i) => {
    const y = b[i] ?? null;
    return x === null || y === null ? null : finite(x + y);
  });
}

function finite(sum: number): number | null {
  return Number.isFinite(sum) ? sum : null;
}
