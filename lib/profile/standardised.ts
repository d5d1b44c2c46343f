import { columnAlias } from '../read/canonical.ts';
import { join, raw, type Sql, sql } from '../sql/sql.ts';
import type { Column } from './column.ts';
import type { StandardisedFeature } from './frame.ts';
import type { Constant } from './statistic.ts';

/**
 * The SQL of a feature's standardised value, a double that is never NULL.
 *
 * A number that is missing or invalid counts as the mean; a missing category as the most frequent one, an unknown one as one
 * of share 0.
 */
export function standardised(
  columns: readonly Column[],
  { column: i, mean, deviation, shares }: StandardisedFeature,
  constant: Constant,
): Sql {
  const column = columns[i];
  const value = columnAlias(i);
  if (column?.type !== 'categorical' || shares === undefined)
    return sql`coalesce((CASE WHEN isnan(${value}) THEN NULL ELSE ${value} END - ${mean}) / ${deviation}, 0)`;
  const encoded = shares.map((share) => (share - mean) / deviation);
  const unknown = -mean / deviation;
  if (encoded.length === 0) return sql`(${unknown})::DOUBLE`;
  const names = constant(
    sql`[${join(column.categories.slice(0, encoded.length).map((name) => sql`${name}`))}]`,
  );
  return sql`coalesce(${constant(doubles(encoded))}[list_position(${names}, ${value})],
    CASE WHEN ${value} IS NULL THEN ${encoded[0] ?? unknown} ELSE ${unknown} END::DOUBLE)`;
}

/** A list of doubles as one literal: the engine plans a list of many faster so. */
export function doubles(values: readonly number[]): Sql {
  return sql`(${JSON.stringify(values)}::DOUBLE[])`;
}

/** Every feature's standardised value, in their order, as one list. */
export function standardisedRow(
  columns: readonly Column[],
  features: readonly StandardisedFeature[],
  constant: Constant,
): Sql {
  return features.length === 0
    ? raw('[]::DOUBLE[]')
    : sql`[${join(features.map((feature) => standardised(columns, feature, constant)))}]`;
}
