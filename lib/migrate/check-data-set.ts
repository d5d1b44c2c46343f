import type { Engine } from '../pipeline/ports.ts';
import { describe, type InputFile, type LoadOptions } from '../read/load.ts';
import { scan } from '../read/scan.ts';
import { numberValue, textValue } from '../read/values.ts';
import { ident, join, raw, type Sql, sql } from '../sql/sql.ts';
import type { FeatureStatistics, Statistics } from './statistics-file.ts';

/** Model Monitor prints and sums doubles otherwise. */
const TOLERANCE = 1e-6;

/**
 * Where a data set differs from the statistics that Model Monitor took of it: a sentence each; none where it is the one.
 *
 * Compares the number of rows, and of each feature the present values, mean, standard deviation (population form), least and
 * greatest value.
 */
export async function differencesFrom(
  engine: Engine,
  statistics: Statistics,
  file: InputFile,
  scratch: string,
): Promise<string[]> {
  const options: LoadOptions = {
    shape: { task: 'regression', names: {}, columns: [], segments: [] },
    delimiter: ',',
    rejection: raw('NULL::VARCHAR'),
    careful: false,
    scratch,
    everyColumn: true,
  };
  const group = await describe(engine, file, options);
  const types = new Map(group.columns.map(({ name, type }) => [name, type]));
  const there = statistics.features.filter(({ name }) => types.has(name));
  const absent = statistics.features.filter(({ name }) => !types.has(name));
  const sums = there.flatMap((feature, i) => summed(feature, types.get(feature.name) ?? '', i));
  const [row = {}] = await engine.rows(
    sql`SELECT ${join([raw('count(*) AS n'), ...sums])} FROM ${scan(group)}`,
  );
  const count = Number(row.n);
  return [
    ...absent.map(({ name }) => `it has no column ${name}`),
    ...(count === statistics.dataset.item_count
      ? []
      : [`it has ${count} rows, the statistics ${statistics.dataset.item_count}`]),
    ...there.flatMap((feature, i) => compared(feature, row, i)),
  ];
}

function summed(feature: FeatureStatistics, type: string, i: number): Sql[] {
  const column = ident(feature.name);
  const as = (name: string) => raw(`${name}_${i}`);
  if (!feature.numerical_statistics)
    return [sql`count(${textValue(column, type)}) AS ${as('present')}`];
  const value = sql`nullif(${numberValue(column, type)}, 'nan'::DOUBLE)`;
  return [
    sql`count(${value}) AS ${as('present')}`,
    sql`avg(${value}) AS ${as('mean')}`,
    sql`stddev_pop(${value}) AS ${as('std_dev')}`,
    sql`min(${value}) AS ${as('min')}`,
    sql`max(${value}) AS ${as('max')}`,
  ];
}

function compared(
  { name, numerical_statistics: numeric, string_statistics: text }: FeatureStatistics,
  row: Readonly<Record<string, unknown>>,
  i: number,
): string[] {
  const expected: Readonly<Record<string, number | undefined>> = {
    present: (numeric ?? text)?.common.num_present,
    mean: numeric?.mean,
    std_dev: numeric?.std_dev,
    min: numeric?.min,
    max: numeric?.max,
  };
  return Object.entries(expected).flatMap(([what, value]) => {
    const found = row[`${what}_${i}`];
    if (value === undefined || found === undefined) return [];
    const number = found === null ? Number.NaN : Number(found);
    const scale = Math.max(1, Math.abs(value));
    return Math.abs(number - value) <= TOLERANCE * scale
      ? []
      : [`${what} of ${name} is ${number}, that of the statistics ${value}`];
  });
}
