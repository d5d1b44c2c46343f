import type { Monitor } from '../monitor/schema.ts';
import { scoreAlias } from '../read/canonical.ts';
import { join, raw, type Sql, sql } from '../sql/sql.ts';

/**
 * The relation that the outcome statistics read, from one with the canonical columns and `label`.
 *
 * A binary decision that was not logged is `score >= decide_at`; a class that was not logged is the most probable one.
 */
export function outcomeRelation(monitor: Monitor, rows: Sql): Sql {
  if (monitor.task === 'regression') return sql`(SELECT *, label AS actual FROM ${rows})`;
  if (monitor.task === 'binary') {
    const decided = sql`coalesce(${isPositive(monitor, raw('predicted'))}, score >= ${monitor.columns.decide_at})`;
    return sql`(SELECT *, ${decided} AS decided_positive, ${isPositive(monitor, raw('label'))} AS actual_positive FROM ${rows})`;
  }
  const classes = Object.keys(monitor.columns.scores ?? {});
  if (classes.length === 0)
    return sql`(SELECT *, label AS actual, NULL::DOUBLE AS actual_probability FROM ${rows})`;
  const total = join(
    classes.map((_, i) => scoreAlias(i)),
    ' + ',
  );
  const of = join(
    classes.map((name, i) => sql`WHEN ${name} THEN ${scoreAlias(i)}`),
    ' ',
  );
  const highest = sql`greatest(${join(classes.map((_, i) => scoreAlias(i)))})`;
  const best = join(
    classes.map((name, i) => sql`WHEN ${scoreAlias(i)} = ${highest} THEN ${name}`),
    ' ',
  );
  return sql`(SELECT * REPLACE (coalesce(predicted, CASE ${best} END) AS predicted), label AS actual,
    CASE label ${of} END / (${total}) AS actual_probability FROM ${rows})`;
}

/** NULL where the text is; 1 and true name the same class, as do 0 and false. */
function isPositive(monitor: Monitor, text: Sql): Sql {
  const positive = String(monitor.columns.positive);
  const twin = { 1: 'true', true: '1', 0: 'false', false: '0' }[positive];
  return twin === undefined ? sql`${text} = ${positive}` : sql`${text} IN (${positive}, ${twin})`;
}
