import { sql } from '../../sql/sql.ts';

/** The id of a row: its record's, with the row's place from 1 where the record has several. */
export const rowId = sql`CASE WHEN __count > 1 THEN __id || '#' || (__place + 1) ELSE __id END`;
