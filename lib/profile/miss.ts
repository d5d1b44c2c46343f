import { raw, type Sql, sql } from '../sql/sql.ts';
import type { OutcomeFrame } from './column.ts';

/** Whether misses can be told: a regression's only where the baseline had labels. */
export function knowsMisses({ task, missAbove }: OutcomeFrame): boolean {
  return task !== 'regression' || missAbove !== null;
}

/**
 * Whether a row of `outcomeRelation` misses, in SQL: a wrong decision or class, or an absolute error above
 * `OutcomeFrame.missAbove`. NULL where prediction or label is unknown.
 */
export function isMiss({ task, missAbove }: OutcomeFrame): Sql {
  if (task === 'binary') return raw('(decided_positive <> actual_positive)');
  if (task === 'multiclass') return raw('(predicted <> actual)');
  return sql`(abs(predicted - actual) > ${missAbove}::DOUBLE)`;
}
