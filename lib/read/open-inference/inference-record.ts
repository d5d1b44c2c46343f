import type { INFERENCE_COLUMNS } from '../../monitor/settings/capture.ts';
import { join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { RecordKind } from '../sagemaker/records.ts';
import { rowId } from '../sagemaker/row-id.ts';
import { named } from '../sagemaker/sides.ts';
import { withRows } from './payload-rows.ts';

const COLUMNS = ['id', 'time', 'responded', 'service', 'endpoint', 'request', 'response'];

/** A request with its response, as the collector writes it (`lib/collect/record.ts`). */
export const inferenceRecord: RecordKind = {
  columns: COLUMNS.map((name) => ({ name, type: 'VARCHAR' })),
  faults: raw(`WHEN __i_data IS NULL THEN 'a response without its request'
    WHEN __o_data IS NULL THEN 'a request without its response'
    WHEN __i_torn IS NOT NULL THEN __i_torn WHEN __o_torn IS NOT NULL THEN __o_torn`),
  inner: ['__i_torn', '__o_torn', '__id', '__time', '__responded', '__service', '__endpoint'],
  open: (records, { input, output }) => {
    const rest = sql`(SELECT * EXCLUDE (${raw(COLUMNS.join(', '))}), id AS __id, "time" AS __time, responded AS __responded,
      service AS __service, endpoint AS __endpoint, request AS __i_data, response AS __o_data FROM ${records})`;
    const rows = withRows(withRows(rest, 'i', input), 'o', output);
    const encoded = join((['i', 'o'] as const).map(jsonOf));
    return sql`(SELECT *, ${encoded} FROM ${rows})`;
  },
  own: {
    request_id: () => rowId,
    request_time: () => raw('__time'),
    endpoint: () => raw('__endpoint'),
    service: () => raw('__service'),
    latency_ms: () =>
      raw(
        `(epoch_us(TRY_CAST(__responded AS TIMESTAMPTZ)) - epoch_us(TRY_CAST(__time AS TIMESTAMPTZ))) / 1000`,
      ),
  } satisfies Record<(typeof INFERENCE_COLUMNS)[number], RecordKind['own'][string]>,
};

function jsonOf(letter: 'i' | 'o'): Sql {
  return sql`'JSON' AS ${named(letter, 'encoding')}, NULL::VARCHAR AS ${named(letter, 'type')}`;
}
