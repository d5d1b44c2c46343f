import { sql } from '../../../lib/sql/sql.ts';
import { uniform } from '../shuffled.ts';
import type { Injection } from './injection.ts';
import { replaced } from './numeric.ts';

/** What goes wrong with a category, or with values that are not there. */
export const CATEGORICAL: readonly Injection[] = [
  {
    name: 'new category, 5 %',
    columns: ['salary_range'],
    families: ['drift', 'quality'],
    apply: ({ rows }) =>
      replaced(
        rows,
        'salary_range',
        sql`CASE WHEN ${uniform(sql`id`, 'new category')} < 0.05 THEN 'unknown' ELSE salary_range END`,
      ),
  },
  {
    name: 'category mix, 15 % move',
    columns: ['size_of_downpayment'],
    families: ['drift', 'quality'],
    apply: ({ rows, source }) =>
      replaced(
        rows,
        'size_of_downpayment',
        sql`CASE WHEN ${uniform(sql`id`, 'category mix')} < 0.15 THEN (SELECT mode(size_of_downpayment) FROM ${source}) ELSE size_of_downpayment END`,
      ),
  },
  ...[10, 50].map(
    (percent): Injection => ({
      name: `nulls, ${percent} %`,
      columns: ['car_value'],
      families: ['drift', 'quality'],
      apply: ({ rows }) =>
        replaced(
          rows,
          'car_value',
          sql`CASE WHEN ${uniform(sql`id`, 'nulls')} < ${percent / 100} THEN NULL ELSE car_value END`,
        ),
    }),
  ),
];
