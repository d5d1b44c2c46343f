import { raw, type Sql, sql } from '../../sql/sql.ts';
import { type Letter, named } from '../sagemaker/sides.ts';

/**
 * The relation with the payload `__<letter>_data` as a JSON list of rows: objects where the payload names its values, else
 * lists; and `__<letter>_torn`, whether it has tensors that don't fit their shapes or have no names. What is in none of these forms
 * stays as it is:
 *
 * - tensors of the Open Inference Protocol, `inputs` or `outputs`, and columns by name as TensorFlow Serving has them: a tensor
 *   of one value a row is a column, one of k values the columns `<tensor>_0` to `<tensor>_k-1`, or a list where `names` are
 *   known for it and no other tensor is there;
 * - Seldon's `data` with `ndarray` or `tensor`, and `names`;
 * - pandas' split form, `columns` and `data`; `jsonData` and `strData` hold any of these.
 *
 * @see https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
 * @see https://docs.seldon.io/projects/seldon-core/en/latest/reference/apis/prediction.html
 */
export function withRows(records: Sql, letter: Letter, names: readonly string[] | undefined): Sql {
  const key = letter === 'i' ? 'inputs' : 'outputs';
  const text = named(letter, 'data');
  // Nothing but valid JSON is looked into: the engine evaluates parts of a TRY outside of it.
  const json = raw('__json');
  const within = sql`(SELECT * REPLACE (${opened(text)} AS ${text}) FROM ${records})`;
  const valid = sql`(SELECT *, CASE WHEN json_valid(${text}) THEN ${text} END AS ${json} FROM ${within})`;
  const read = sql`(SELECT *, ${tensorsOf(json, key)} AS __found, ${namesOf(json)} AS __names, ${listsOf(json)} AS __lists FROM ${valid})`;
  const sized = sql`(SELECT * EXCLUDE (__found), ${SIZED} AS __tensors FROM ${read})`;
  const isTorn = sql`coalesce(json_type(${json}, ${`$.${key}`}) IN ('ARRAY', 'OBJECT') AND coalesce(len(__tensors), 0) = 0
    OR json_type(${json}, '$.data.tensor') IS NOT NULL AND __lists IS NULL, FALSE)`;
  const rows = sql`CASE WHEN __lists IS NOT NULL THEN ${namedLists} WHEN len(__tensors) > 0 THEN ${tensorRows(names)} ELSE ${text} END`;
  return sql`(SELECT * EXCLUDE (__json, __names, __lists, __tensors) REPLACE (${rows} AS ${text}), ${isTorn} AS ${named(letter, 'torn')} FROM ${sized})`;
}

/** What `jsonData` or `strData` holds, where the payload is one of these. */
function opened(text: Sql): Sql {
  return sql`coalesce(TRY(json_extract(${text}, '$.jsonData')::VARCHAR), TRY(json_extract_string(${text}, '$.strData')), ${text})`;
}

/** Tensors as (name, n, flat): rows and values of each. */
function tensorsOf(json: Sql, key: string): Sql {
  const [list, object] = [`$.${key}[*]`, `$.${key}`];
  const flat = (value: string) =>
    raw(
      `CASE WHEN json_type(${value}, '$[0]') = 'ARRAY' THEN json_extract(${value}, '$[*][*]') ELSE json_extract(${value}, '$[*]') END`,
    );
  const tensors = sql`list_transform(json_extract(${json}, ${list}), lambda t: {
    'name': json_extract_string(t, '$.name'), 'n': TRY_CAST(json_extract_string(t, '$.shape[0]') AS BIGINT),
    'flat': ${flat("(t->'$.data')")}})`;
  const columns = sql`list_transform(json_keys(${json}, ${object}), lambda k: {
    'name': k, 'n': json_array_length(${json}, ${`${object}.`} || '"' || k || '"')::BIGINT,
    'flat': ${flat(`(${json.text}->('${object}.' || '"' || k || '"'))`)}})`;
  return sql`CASE json_type(${json}, ${object}) WHEN 'ARRAY' THEN TRY(${tensors}) WHEN 'OBJECT' THEN TRY(${columns}) END`;
}

/** The same with `w`, the values a row; NULL where tensors have no name, or other numbers of rows. */
const SIZED =
  raw(`CASE WHEN len(list_filter(__found, lambda t: t.name IS NULL OR t.n IS NULL OR t.n <> __found[1].n OR t.n <= 0 OR len(t.flat) % t.n <> 0)) = 0
  THEN list_transform(__found, lambda t: {'name': t.name, 'n': t.n, 'w': len(t.flat) // t.n, 'flat': t.flat}) END`);

function tensorRows(names: readonly string[] | undefined): Sql {
  const columns = raw(
    `flatten(list_transform(__tensors, lambda t: CASE WHEN t.w = 1 THEN [t.name] ELSE list_transform(range(t.w), lambda k: t.name || '_' || k) END))`,
  );
  const values = raw(
    `flatten(list_transform(__tensors, lambda t: t.flat[r * t.w + 1 : (r + 1) * t.w]))`,
  );
  const objects = sql`TRY(to_json(list_transform(range(__tensors[1].n), lambda r: map(${columns}, ${values})))::VARCHAR)`;
  if (!names) return objects;
  const lists = sql`to_json(list_transform(range(__tensors[1].n), lambda r: ${values}))::VARCHAR`;
  return sql`CASE WHEN len(__tensors) = 1 AND __tensors[1].w = ${names.length} AND __tensors[1].w > 1 THEN ${lists} ELSE ${objects} END`;
}

function namesOf(json: Sql): Sql {
  const at = (path: string) => sql`json_extract_string(${json}, ${path})`;
  return sql`CASE WHEN len(${at('$.data.names[*]')}) > 0 THEN ${at('$.data.names[*]')} ELSE ${at('$.columns[*]')} END`;
}

/** Rows as lists of values, of payloads that are such. */
function listsOf(json: Sql): Sql {
  const type = (path: string) => sql`json_type(${json}, ${path})`;
  const rows = (path: string) =>
    sql`list_transform(json_extract(${json}, ${`${path}[*]`}), lambda x: CASE WHEN json_type(x) = 'ARRAY' THEN json_extract(x, '$[*]') ELSE [x] END)`;
  const values = sql`json_extract(${json}, '$.data.tensor.values[*]')`;
  const count = sql`TRY_CAST(json_extract_string(${json}, '$.data.tensor.shape[0]') AS BIGINT)`;
  const cut = sql`CASE WHEN ${count} > 0 AND len(${values}) % ${count} = 0 THEN list_transform(range(${count}), lambda r:
    ${values}[r * (len(${values}) // ${count}) + 1 : (r + 1) * (len(${values}) // ${count})]) END`;
  return sql`CASE WHEN ${type('$.data.ndarray')} = 'ARRAY' THEN ${rows('$.data.ndarray')}
    WHEN ${type('$.data.tensor.values')} = 'ARRAY' THEN ${cut}
    WHEN ${type('$.columns')} = 'ARRAY' AND ${type('$.data')} = 'ARRAY' THEN ${rows('$.data')} END`;
}

/** Rows with the names where there are as many as values, else without. */
const namedLists =
  raw(`to_json(CASE WHEN len(__names) > 0 AND len(list_filter(__lists, lambda x: len(x) <> len(__names))) = 0
  THEN TRY(list_transform(__lists, lambda x: to_json(map(__names, x)))) ELSE list_transform(__lists, lambda x: to_json(x)) END)::VARCHAR`);
