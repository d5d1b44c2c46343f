import { type Sql, sql } from '../../../lib/sql/sql.ts';
import { uniform } from '../shuffled.ts';
import type { Injected, Injection } from './injection.ts';

const FEATURES = [
  'car_value',
  'salary_range',
  'debt_to_income_ratio',
  'loan_length',
  'repaid_loan_on_prev_car',
  'size_of_downpayment',
  'driver_tenure',
  'y_pred_proba',
  'y_pred',
];

/** Rows of which some are replaced by others, drawn from `donors` as they are, but for id and time. */
function withOthers({ rows }: Injected, replaced: Sql, donors: Sql, purpose: string): Sql {
  const columns = [...FEATURES, 'repaid'];
  const taken = columns
    .map((name) => `CASE WHEN other THEN donor.${name} ELSE own.${name} END AS ${name}`)
    .join(', ');
  const own = sql`(SELECT *, ${replaced} AS other, ${uniform(sql`id`, `${purpose}, which`)} AS which FROM ${rows})`;
  const numbered = sql`(SELECT *, row_number() OVER (ORDER BY row_id) - 1 AS turn, count(*) OVER () AS turns FROM ${donors})`;
  const among = sql`(SELECT count(*) FROM ${donors})`;
  return sql`(SELECT own.* EXCLUDE (other, which) REPLACE (${{ text: taken }}) FROM ${own} AS own
    JOIN ${numbered} AS donor ON donor.turn = floor(own.which * ${among})::BIGINT)`;
}

/** What changes which rows come. */
export const ROWS: readonly Injection[] = [
  {
    name: 'label shift, 20 % of positives',
    columns: FEATURES,
    families: ['drift', 'performance', 'concept_drift', 'estimated_performance'],
    apply: (injected) =>
      withOthers(
        injected,
        sql`repaid = 1 AND ${uniform(sql`id`, 'label shift')} < 0.2`,
        sql`(FROM ${injected.source} WHERE repaid = 0)`,
        'label shift',
      ),
  },
  {
    name: 'other population, 2.5 % a day',
    columns: FEATURES,
    families: ['drift', 'performance', 'concept_drift', 'estimated_performance'],
    apply: (injected) =>
      withOthers(
        injected,
        sql`${uniform(sql`id`, 'population')} < 0.025 * days`,
        sql`(FROM ${injected.source} WHERE car_value > (SELECT quantile_cont(car_value, 0.75) FROM ${injected.source}))`,
        'population',
      ),
  },
  {
    name: 'half the rows sent twice',
    columns: FEATURES,
    families: ['quality', 'operations', 'drift'],
    apply: ({ rows }) => sql`(FROM ${rows} UNION ALL (FROM ${rows} WHERE place % 2 = 0))`,
  },
];
