import type { Monitor } from '../monitor/schema.ts';
import { scoreAlias } from '../read/canonical.ts';
import { join, raw, type Sql, sql } from '../sql/sql.ts';
import { isPositive, predictionRelation } from './prediction-relation.ts';

/**
 * The relation that the outcome statistics read, from one with the canonical columns and `label`: `predictionRelation` with
 * `actual_positive` (binary), `actual` and `actual_probability` (multiclass), or `actual` (regression).
 */
export function outcomeRelation(monitor: Monitor, rows: Sql): Sql {
  const predictions = predictionRelation(monitor, rows);
  if (monitor.task === 'regression') return sql`(SELECT *, label AS actual FROM ${predictions})`;
  if (monitor.task === 'binary')
    return sql`(SELECT *, ${isPositive(monitor, raw('label'))} AS actual_positive FROM ${predictions})`;
  const classes = Object.keys(monitor.columns.scores ?? {});
  if (classes.length === 0)
    return sql`(SELECT *, label AS actual, NULL::DOUBLE AS actual_probability FROM ${predictions})`;
  const total = join(
    classes.map((_, i) => scoreAlias(i)),
    ' + ',
  );
  const of = join(
    classes.map((name, i) => sql`WHEN ${name} THEN ${scoreAlias(i)}`),
    ' ',
  );
  return sql`(SELECT *, label AS actual, CASE label ${of} END / nullif(${total}, 0) AS actual_probability FROM ${predictions})`;
}
