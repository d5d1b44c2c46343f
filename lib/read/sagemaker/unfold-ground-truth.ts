import { ident, join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { RawColumn } from '../scan.ts';
import type { GroundTruthEnvelope } from './envelope.ts';
import { kindOf, rowsOf, type Side, textOf, valuesOf } from './payload.ts';

/** What records of ground truth are read as. */
export const GROUND_TRUTH_RECORD: readonly RawColumn[] = [
  { name: 'groundTruthData', type: 'VARCHAR' },
  { name: 'eventMetadata', type: 'VARCHAR' },
];

const SIDE: Side = {
  data: raw('__data'),
  encoding: raw('__encoding'),
  type: raw('NULL::VARCHAR'),
  what: 'label',
  rowsKey: 'labels',
  rows: null,
  listIsRow: false,
};

/**
 * The labels of records of ground truth: `columns` as text, `__fault`, and every other column of `records` beside them.
 *
 * The labels of a record with several are those of its rows, in order, as `unfoldCapture` numbers them.
 */
export function unfoldGroundTruth(
  records: Sql,
  columns: readonly RawColumn[],
  { id, label }: GroundTruthEnvelope,
): Sql {
  const member = (column: string, path: string) =>
    sql`TRY(json_extract_string(${ident(column)}, ${path}))`;
  const opened = sql`(SELECT * EXCLUDE ("groundTruthData", "eventMetadata"),
    ${member('groundTruthData', '$.data')} AS __data, ${member('groundTruthData', '$.encoding')} AS __encoding,
    ${member('eventMetadata', '$.eventId')} AS __id FROM ${records})`;
  const decoded = sql`(SELECT *, ${kindOf(SIDE)} AS __kind, ${textOf(SIDE)} AS __truth FROM ${opened})`;
  const cut = sql`(SELECT *, ${rowsOf(SIDE, raw('__kind'), raw('__truth'))} AS __rows FROM ${decoded})`;
  const checked = sql`(SELECT *, CASE WHEN __data IS NULL THEN 'no groundTruthData'
    WHEN __kind IS NULL THEN 'the label is encoded neither as CSV nor as JSON'
    WHEN __rows IS NULL OR len(__rows) = 0 THEN 'the label is empty or not valid' END AS __record_fault FROM ${cut})`;
  const single = sql`(SELECT *, unnest(CASE WHEN __record_fault IS NULL THEN range(len(__rows)) ELSE [0] END) AS __place FROM ${checked})`;
  const split = sql`(SELECT *, ${valuesOf(raw('__kind'), raw('__rows[__place + 1]'))} AS __values,
    TRY(json_extract_string(__rows[__place + 1], ${pointer(label)})) AS __member FROM ${single})`;
  const value = (name: string): Sql => {
    if (name === id)
      return sql`CASE WHEN len(__rows) > 1 THEN __id || '#' || (__place + 1) ELSE __id END`;
    if (name === label) return sql`CASE WHEN __values IS NULL THEN __member ELSE __values[1] END`;
    return raw('NULL::VARCHAR');
  };
  const found = columns.map(({ name }) => sql`${value(name)} AS ${ident(name)}`);
  return sql`(SELECT * EXCLUDE (__data, __encoding, __id, __kind, __truth, __rows, __record_fault, __place, __values, __member),
    coalesce(__record_fault, CASE WHEN len(__values) > 1 THEN 'the label is more than one value' END) AS __fault,
    ${join(found)} FROM ${split})`;
}

/** A key of an object, whatever its name. */
function pointer(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
