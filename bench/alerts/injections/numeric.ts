import { ident, type Sql, sql } from '../../../lib/sql/sql.ts';
import { uniform } from '../shuffled.ts';
import type { Injected, Injection } from './injection.ts';

/** Replaces a column by an expression; `deviation`, `mean` and `median` are those of its source. */
function column(
  name: string,
  target: string,
  change: (value: Sql, of: Record<'deviation' | 'mean' | 'median', Sql>, chance: Sql) => Sql,
): Injection {
  return {
    name,
    columns: [target],
    families: ['drift', 'quality'],
    apply: ({ rows, source }) => {
      const value = ident(target);
      const of = {
        deviation: sql`(SELECT stddev_pop(${value}) FROM ${source})`,
        mean: sql`(SELECT avg(${value}) FROM ${source})`,
        median: sql`(SELECT quantile_disc(${value}, 0.5) FROM ${source})`,
      };
      return replaced(rows, target, change(value, of, uniform(sql`id`, name)));
    },
  };
}

export function replaced(rows: Injected['rows'], column: string, value: Sql): Sql {
  return sql`(SELECT * REPLACE (${value} AS ${ident(column)}) FROM ${rows})`;
}

/** What goes wrong with a number. Unit change: kilometres for miles. */
export const NUMERIC: readonly Injection[] = [
  column('shift of 0.25 sigma', 'car_value', (x, { deviation }) => sql`${x} + 0.25 * ${deviation}`),
  column(
    'shift of 0.5 sigma',
    'debt_to_income_ratio',
    (x, { deviation }) => sql`${x} + 0.5 * ${deviation}`,
  ),
  column('scale 1.5', 'driver_tenure', (x, { mean }) => sql`${mean} + 1.5 * (${x} - ${mean})`),
  column('unit change, x 1.609', 'car_value', (x) => sql`1.609 * ${x}`),
  column('stuck sensor', 'driver_tenure', (_, { median }) => median),
  column(
    'outliers, 2 % x 10',
    'car_value',
    (x, _, chance) => sql`CASE WHEN ${chance} < 0.02 THEN 10 * ${x} ELSE ${x} END`,
  ),
  column('rounded to 0.1', 'debt_to_income_ratio', (x) => sql`round(${x}, 1)`),
  column('sign flip', 'debt_to_income_ratio', (x) => sql`-${x}`),
  column(
    'slow ramp, 0.02 sigma a day',
    'car_value',
    (x, { deviation }) => sql`${x} + 0.02 * days * ${deviation}`,
  ),
  {
    name: 'swapped columns',
    columns: ['debt_to_income_ratio', 'driver_tenure'],
    families: ['drift', 'quality'],
    apply: ({ rows }) =>
      sql`(SELECT * REPLACE (driver_tenure AS debt_to_income_ratio, debt_to_income_ratio AS driver_tenure) FROM ${rows})`,
  },
  {
    name: 'one segment shifts by 1 sigma',
    columns: ['car_value'],
    families: ['drift', 'quality'],
    segmented: true,
    apply: ({ rows, source }) =>
      replaced(
        rows,
        'car_value',
        sql`car_value + CASE WHEN salary_range = '40K - 60K €' THEN (SELECT stddev_pop(car_value) FROM ${source}) ELSE 0 END`,
      ),
  },
];
