import { raw, type Sql, sql } from '../../sql/sql.ts';

/** No model sends deeper lists. */
const DEPTH = 4;

/**
 * Tensors of a payload as a list of (name, n, w, flat): rows, values a row, and all values; one is NULL where it does not fit its
 * shape, or has no name, and the list where the payload has none.
 *
 * `json` holds at `key` tensors of the Open Inference Protocol, or TensorFlow Serving's columns by name. Their values are in one
 * list, or in a list a row as deep as the shape.
 */
export function tensorsOf(json: Sql, key: string): Sql {
  const tensors = sql`list_transform(json_extract(${json}, ${`$.${key}[*]`}), lambda t: {
    'name': json_extract_string(t, '$.name'), 'size': list_product(TRY_CAST(json_extract_string(t, '$.shape[*]') AS BIGINT[])),
    'n': TRY_CAST(json_extract_string(t, '$.shape[0]') AS BIGINT), 'data': json_extract(t, '$.data')})`;
  const pointer = sql`${`/${key}/`} || replace(replace(k, '~', '~0'), '/', '~1')`;
  const columns = sql`list_transform(json_keys(${json}, ${`$.${key}`}), lambda k: {
    'name': k, 'size': NULL::DOUBLE, 'n': json_array_length(${json}, ${pointer})::BIGINT, 'data': json_extract(${json}, ${pointer})})`;
  const found = sql`CASE json_type(${json}, ${`$.${key}`}) WHEN 'ARRAY' THEN ${tensors} WHEN 'OBJECT' THEN ${columns} END`;
  const cut = sql`list_transform(${found}, lambda t: {'name': t.name, 'size': t.size, 'n': t.n,
    'rows': CASE WHEN json_type(t.data, '$[0]') = 'ARRAY' THEN list_transform(json_extract(t.data, '$[*]'), lambda row: ${leaves}) END,
    'flat': CASE WHEN json_type(t.data, '$[0]') <> 'ARRAY' THEN json_extract(t.data, '$[*]') END})`;
  const sized = sql`list_transform(${cut}, lambda t: {'name': t.name, 'size': t.size, 'n': t.n, 'even': ${IS_EVEN}, 'flat': coalesce(t.flat, flatten(t.rows))})`;
  return sql`list_transform(${sized}, lambda t: CASE WHEN t.even AND t.name IS NOT NULL AND t.n > 0 AND len(t.flat) > 0
    AND len(t.flat) = coalesce(t.size, len(t.flat)) AND len(t.flat) % t.n = 0
    THEN {'name': t.name, 'n': t.n, 'w': len(t.flat) // t.n, 'flat': t.flat} END)`;
}

/** The values within a `row`, however deep. */
const leaves = raw(
  `CASE ${Array.from({ length: DEPTH - 1 }, (_, i) => DEPTH - 1 - i)
    .map(
      (depth) =>
        `WHEN json_type(row, '$${'[0]'.repeat(depth)}') = 'ARRAY' THEN json_extract(row, '$${'[*]'.repeat(depth + 1)}')`,
    )
    .join(' ')} ELSE json_extract(row, '$[*]') END`,
);

/** Whether lists within a list are as many as rows, and as long as each other. */
const IS_EVEN = raw(
  `t.rows IS NULL OR len(t.rows) = t.n AND len(list_distinct(list_transform(t.rows, lambda row: len(row)))) = 1`,
);

/** Whether all of the `__tensors` are sound and have as many rows as each other. */
export const TENSORS_FIT = raw(
  `len(list_filter(__tensors, lambda t: t IS NULL OR t.n <> __tensors[1].n)) = 0`,
);

/** The names of the values of a row of the `__tensors`. */
export const TENSOR_NAMES = raw(
  `flatten(list_transform(__tensors, lambda t: CASE WHEN t.w = 1 THEN [t.name] ELSE list_transform(range(t.w), lambda k: t.name || '_' || k) END))`,
);

/** Rows of the `__tensors`, each a list of values. */
export const TENSOR_ROWS = raw(
  `list_transform(range(__tensors[1].n), lambda r: flatten(list_transform(__tensors, lambda t: t.flat[r * t.w + 1 : (r + 1) * t.w])))`,
);
