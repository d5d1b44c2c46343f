import type { CAPTURE_COLUMNS } from '../../monitor/settings/capture.ts';
import { ident, join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { RecordKind } from './records.ts';
import { rowId } from './row-id.ts';
import { type Letter, named } from './sides.ts';

/** What SageMaker's data capture writes: payloads with their encodings, and metadata of the event. */
export const capturedRecord: RecordKind = {
  columns: [
    { name: 'captureData', type: 'VARCHAR' },
    { name: 'eventMetadata', type: 'VARCHAR' },
  ],
  faults: raw(''),
  inner: ['__id', '__time'],
  open: (records) =>
    sql`(SELECT * EXCLUDE ("captureData", "eventMetadata"), ${payload('i')}, ${payload('o')},
    coalesce(${member('eventMetadata', '$.inferenceId')}, ${member('eventMetadata', '$.eventId')}) AS __id,
    ${member('eventMetadata', '$.inferenceTime')} AS __time FROM ${records})`,
  own: {
    eventId: () => rowId,
    inferenceTime: () => raw('__time'),
    endpointName: ({ endpoint }) => sql`${endpoint}::VARCHAR`,
    variantName: ({ variant }) => sql`${variant}::VARCHAR`,
  } satisfies Record<(typeof CAPTURE_COLUMNS)[number], RecordKind['own'][string]>,
};

/** One side's payload as it was captured. */
function payload(letter: Letter): Sql {
  const at = letter === 'i' ? '$.endpointInput' : '$.endpointOutput';
  const field = (name: string, as: string) =>
    sql`${member('captureData', `${at}.${name}`)} AS ${named(letter, as)}`;
  return join([
    field('data', 'data'),
    field('encoding', 'encoding'),
    field('observedContentType', 'type'),
  ]);
}

function member(column: string, path: string): Sql {
  return sql`TRY(json_extract_string(${ident(column)}, ${path}))`;
}
