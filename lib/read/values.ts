import { raw, type Sql, sql } from '../sql/sql.ts';

/** Two lists: one of six the engine would make a join of, of 8 MB a column. */
const MISSING_NUMBERS = [raw(`('', 'nan', 'na')`), raw(`('n/a', 'null', 'none')`)] as const;
const INTEGERS = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/;
const NUMBERS = /^(FLOAT|DOUBLE|DECIMAL.*)$/;

/**
 * A double: NULL where missing, NaN where something else than a usable number stands.
 *
 * A number beyond 1e70 is none: nothing that is measured is so large, and its powers could not be added up.
 */
export function numberValue(column: Sql, type: string): Sql {
  if (INTEGERS.test(type) || type === 'BOOLEAN') return sql`${column}::DOUBLE`;
  if (NUMBERS.test(type)) return finite(sql`${column}::DOUBLE`, sql`${column} IS NULL`);
  const text = sql`lower(trim(${column}::VARCHAR))`;
  const missing = sql`${column} IS NULL OR ${text} IN ${MISSING_NUMBERS[0]} OR ${text} IN ${MISSING_NUMBERS[1]}`;
  const parsed = sql`try_cast(${column}::VARCHAR AS DOUBLE)`;
  return sql`CASE WHEN ${usable(parsed)} THEN ${parsed} WHEN ${missing} THEN NULL
    WHEN ${text} = 'true' THEN 1 WHEN ${text} = 'false' THEN 0 ELSE 'nan'::DOUBLE END`;
}

function usable(value: Sql): Sql {
  return sql`abs(${value}) <= 1e70`;
}

function finite(value: Sql, missing: Sql): Sql {
  return sql`CASE WHEN ${usable(value)} THEN ${value} WHEN ${missing} OR isnan(${value}) THEN NULL ELSE 'nan'::DOUBLE END`;
}

/**
 * Text of a category, an id or a class: NULL where missing or empty, one spelling for one value.
 *
 * Files disagree on 1 and 1.0, True and true: whole numbers lose their zero decimals, booleans are lower-case.
 */
export function textValue(column: Sql, type: string): Sql {
  if (INTEGERS.test(type) || type === 'BOOLEAN') return sql`${column}::VARCHAR`;
  const text = sql`${column}::VARCHAR`;
  // A missing value of a float column, as pandas writes it.
  const missing = NUMBERS.test(type) ? sql`${text} = 'nan'` : sql`${text} = ''`;
  return sql`CASE WHEN ${missing} THEN NULL
    WHEN ${text} IN ('True', 'TRUE') THEN 'true' WHEN ${text} IN ('False', 'FALSE') THEN 'false'
    WHEN contains(${text}, '.0') AND regexp_full_match(${text}, '-?[0-9]+\\.0+') THEN split_part(${text}, '.', 1)
    ELSE ${text} END`;
}

/**
 * A timestamp in UTC; NULL where there is none or it can't be read.
 *
 * Takes ISO 8601 with or without an offset (none means UTC), and seconds, milliseconds, microseconds or nanoseconds
 * since 1970, told apart by their size.
 */
export function timeValue(column: Sql, type: string): Sql {
  if (type.startsWith('TIMESTAMP') || type === 'DATE') return sql`try_cast(${column} AS TIMESTAMP)`;
  if (INTEGERS.test(type) || NUMBERS.test(type)) return epoch(sql`${column}::DOUBLE`);
  const text = type === 'VARCHAR' ? column : sql`${column}::VARCHAR`;
  // A plain cast is four times faster than one with time zones, but ignores an offset. Neither takes one without seconds.
  const offset = sql`regexp_matches(substr(${text}, 11), '[+-]')`;
  const brief = sql`try_strptime(replace(upper(${text}), 'Z', '+00'), ${BRIEF})::TIMESTAMP`;
  return sql`CASE WHEN ${offset} THEN coalesce(try_cast(${text} AS TIMESTAMPTZ)::TIMESTAMP, ${brief})
    ELSE coalesce(try_cast(${text} AS TIMESTAMP), ${epoch(sql`try_cast(${text} AS DOUBLE)`)}, ${brief}) END`;
}

const BRIEF = ['%Y-%m-%dT%H:%M%z', '%Y-%m-%d %H:%M%z', '%Y-%m-%dT%H:%M:%S%z'];

/** Numbers that would be of before March 1973 are dates such as 20260302, years or durations: none can be told. */
function epoch(number: Sql): Sql {
  return sql`CASE WHEN NOT isfinite(${number}) OR abs(${number}) >= 9e18 OR ${number} BETWEEN 0 AND 1e8 THEN NULL
    ELSE make_timestamp((CASE
    WHEN abs(${number}) < 1e11 THEN ${number} * 1e6
    WHEN abs(${number}) < 1e14 THEN ${number} * 1e3
    WHEN abs(${number}) < 1e17 THEN ${number}
    ELSE ${number} / 1e3 END)::BIGINT) END`;
}
