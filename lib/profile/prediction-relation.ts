import type { Monitor } from '../monitor/schema.ts';
import { scoreAlias } from '../read/canonical.ts';
import { join, raw, type Sql, sql } from '../sql/sql.ts';

/**
 * The relation that the prediction statistics read, from canonical `rows`.
 *
 * A binary model's has `decided_positive`: what was logged, else `score >= decide_at`. A class that was not logged is the most
 * probable one.
 */
export function predictionRelation(monitor: Monitor, rows: Sql): Sql {
  if (monitor.task === 'regression') return rows;
  if (monitor.task === 'binary') {
    const decided = sql`coalesce(${isPositive(monitor, raw('predicted'))}, score >= ${monitor.columns.decide_at})`;
    return sql`(SELECT *, ${decided} AS decided_positive FROM ${rows})`;
  }
  const classes = Object.keys(monitor.columns.scores ?? {});
  if (classes.length === 0) return rows;
  const highest = sql`greatest(${join(classes.map((_, i) => scoreAlias(i)))})`;
  const best = join(
    classes.map((name, i) => sql`WHEN ${scoreAlias(i)} = ${highest} THEN ${name}`),
    ' ',
  );
  return sql`(SELECT * REPLACE (coalesce(predicted, CASE ${best} END) AS predicted) FROM ${rows})`;
}

/** NULL where the text is; 1 and true name the same class, as do 0 and false. */
export function isPositive(monitor: Monitor, text: Sql): Sql {
  const positive = String(monitor.columns.positive);
  const twin = { 1: 'true', true: '1', 0: 'false', false: '0' }[positive];
  return twin === undefined ? sql`${text} = ${positive}` : sql`${text} IN (${positive}, ${twin})`;
}
