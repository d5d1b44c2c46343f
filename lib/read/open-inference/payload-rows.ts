import { raw, type Sql, sql } from '../../sql/sql.ts';
import { type Letter, named } from '../sagemaker/sides.ts';
import { TENSOR_NAMES, TENSOR_ROWS, TENSORS_FIT, tensorsOf } from './tensors.ts';

const WHAT = { i: 'request', o: 'response' } as const;

/**
 * The relation with the payload `__<letter>_data` as a JSON list of rows: objects where the payload names its values, else
 * lists; and `__<letter>_torn`, why it can't be, or NULL. What is in none of these forms stays as it is:
 *
 * - tensors of the Open Inference Protocol, `inputs` or `outputs`, and columns by name as TensorFlow Serving has them: a tensor
 *   of one value a row is a column, one of k values the columns `<tensor>_0` to `<tensor>_k-1`, or a list where `names` are
 *   known for it and no other tensor is there; the values of a single one alone, as TensorFlow Serving leaves its name out;
 * - Seldon's `data` with `ndarray` or `tensor`, and `names`;
 * - pandas' split form, `columns` and `data`; `jsonData` and `strData` hold any of these.
 *
 * @see https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
 * @see https://docs.seldon.io/projects/seldon-core/en/latest/reference/apis/prediction.html
 */
export function withRows(records: Sql, letter: Letter, names: readonly string[] | undefined): Sql {
  const key = letter === 'i' ? 'inputs' : 'outputs';
  const [text, torn] = [named(letter, 'data'), named(letter, 'torn')];
  // Nothing but valid JSON is looked into: the engine evaluates parts of a TRY outside of it.
  const json = raw('__json');
  const within = sql`(SELECT * REPLACE (${opened(text)} AS ${text}) FROM ${records})`;
  const valid = sql`(SELECT *, CASE WHEN json_valid(${text}) THEN ${text} END AS ${json} FROM ${within})`;
  const read = sql`(SELECT *, ${listsOf(json, key)} AS __lists, ${namesOf(json)} AS __names FROM ${valid})`;
  const found = sql`(SELECT *, CASE WHEN __lists IS NULL THEN ${tensorsOf(json, key)} END AS __tensors FROM ${read})`;
  const labelled = sql`(SELECT *, CASE WHEN __lists IS NULL THEN ${TENSOR_NAMES} ELSE ${FITTING_NAMES} END AS __columns FROM ${found})`;
  const checked = sql`(SELECT *, ${tornOf(json, key, WHAT[letter])} AS ${torn} FROM ${labelled})`;
  const rows = sql`CASE WHEN ${torn} IS NOT NULL THEN ${text}
    WHEN __lists IS NOT NULL THEN ${rowsAsJson(raw('__lists'), raw('FALSE'))}
    WHEN len(__tensors) > 0 THEN ${rowsAsJson(TENSOR_ROWS, areListed(names))} ELSE ${text} END`;
  return sql`(SELECT * EXCLUDE (__json, __names, __lists, __tensors, __columns) REPLACE (${rows} AS ${text}) FROM ${checked})`;
}

/** What `jsonData` or `strData` holds, where the payload is one of these. */
function opened(text: Sql): Sql {
  return sql`coalesce(TRY(json_extract(${text}, '$.jsonData')::VARCHAR), TRY(json_extract_string(${text}, '$.strData')), ${text})`;
}

function tornOf(json: Sql, key: string, what: string): Sql {
  const hasTensors = sql`json_type(${json}, ${`$.${key}`}) IN ('ARRAY', 'OBJECT') AND __lists IS NULL
    AND NOT coalesce(len(__tensors) > 0 AND ${TENSORS_FIT}, FALSE)`;
  const hasTensor = sql`json_type(${json}, '$.data.tensor') IS NOT NULL AND __lists IS NULL`;
  return sql`CASE WHEN ${hasTensors} OR ${hasTensor} THEN ${`the tensors of the ${what} don't fit their shapes, or have no names`}
    WHEN len(list_distinct(__columns)) < len(__columns) THEN ${`the ${what} has two values of the same name`} END`;
}

/** Names that the payload itself has for values of lists. */
function namesOf(json: Sql): Sql {
  const at = (path: string) => sql`json_extract_string(${json}, ${path})`;
  return sql`CASE WHEN len(${at('$.data.names[*]')}) > 0 THEN ${at('$.data.names[*]')} ELSE ${at('$.columns[*]')} END`;
}

/** The names where each of the lists has as many values, else none. */
const FITTING_NAMES =
  raw(`CASE WHEN len(__names) > 0 AND NOT list_contains(list_transform(__names, lambda x: x IS NULL), TRUE)
  AND len(list_filter(__lists, lambda x: len(x) <> len(__names))) = 0 THEN __names END`);

/** Rows as lists of values, of payloads that are such. */
function listsOf(json: Sql, key: string): Sql {
  const type = (path: string) => sql`json_type(${json}, ${path})`;
  const rows = (path: string) =>
    sql`list_transform(json_extract(${json}, ${`${path}[*]`}), lambda x: CASE WHEN json_type(x) = 'ARRAY' THEN json_extract(x, '$[*]') ELSE [x] END)`;
  const values = sql`json_extract(${json}, '$.data.tensor.values[*]')`;
  const shape = sql`TRY_CAST(json_extract_string(${json}, '$.data.tensor.shape[*]') AS BIGINT[])`;
  const width = sql`(len(${values}) // ${shape}[1])`;
  const cut = sql`CASE WHEN ${shape}[1] > 0 AND len(${values}) = list_product(${shape}) THEN list_transform(range(${shape}[1]), lambda r:
    ${values}[r * ${width} + 1 : (r + 1) * ${width}]) END`;
  return sql`CASE WHEN ${type('$.data.ndarray')} = 'ARRAY' THEN ${rows('$.data.ndarray')}
    WHEN ${type('$.data.tensor.values')} = 'ARRAY' THEN ${cut}
    WHEN ${type('$.columns')} = 'ARRAY' AND ${type('$.data')} = 'ARRAY' THEN ${rows('$.data')}
    WHEN ${type(`$.${key}[0]`)} <> 'OBJECT' THEN ${rows(`$.${key}`)} END`;
}

/** Whether the values of the only tensor are named by the monitor file. */
function areListed(names: readonly string[] | undefined): Sql {
  if (!names || names.length < 2) return raw('FALSE');
  return sql`len(__tensors) = 1 AND len(__columns) = ${names.length}`;
}

/** Rows as objects of the `__columns`, or as lists where there are none, or they are not wanted. */
function rowsAsJson(rows: Sql, asLists: Sql): Sql {
  return sql`to_json(CASE WHEN __columns IS NULL OR ${asLists} THEN list_transform(${rows}, lambda x: to_json(x))
    ELSE list_transform(${rows}, lambda x: to_json(map(__columns, x))) END)::VARCHAR`;
}
