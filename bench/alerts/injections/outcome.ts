import { sql } from '../../../lib/sql/sql.ts';
import type { Injection } from './injection.ts';
import { replaced } from './numeric.ts';

const OUTCOME = ['performance', 'concept_drift', 'estimated_performance', 'fairness'] as const;

/** What changes between rows and their outcome. */
export const OUTCOMES: readonly Injection[] = [
  {
    name: 'concept flip, a fifth of the rows',
    columns: [],
    families: OUTCOME,
    apply: ({ rows, source }) =>
      replaced(
        rows,
        'repaid',
        sql`CASE WHEN debt_to_income_ratio > (SELECT quantile_cont(debt_to_income_ratio, 0.8) FROM ${source}) THEN 1 - repaid ELSE repaid END`,
      ),
  },
  {
    name: 'concept flip in one segment',
    columns: [],
    families: OUTCOME,
    segmented: true,
    apply: ({ rows }) =>
      replaced(
        rows,
        'repaid',
        sql`CASE WHEN salary_range = '60K+ €' THEN 1 - repaid ELSE repaid END`,
      ),
  },
  {
    name: 'scores overconfident',
    columns: ['y_pred_proba'],
    families: OUTCOME,
    apply: ({ rows }) =>
      replaced(
        rows,
        'y_pred_proba',
        sql`y_pred_proba ** 2 / (y_pred_proba ** 2 + (1 - y_pred_proba) ** 2)`,
      ),
  },
];
