import type { Sql } from '../../sql/sql.ts';
import type { FileGroup, RawColumn } from '../scan.ts';
import { RECORDS } from './records.ts';
import { unfoldCapture } from './unfold-capture.ts';
import { GROUND_TRUTH_RECORD, unfoldGroundTruth } from './unfold-ground-truth.ts';

/** The columns that a line of a JSON file is parsed into. */
export function recordColumns({
  envelope,
  columns,
}: Pick<FileGroup, 'envelope' | 'columns'>): readonly RawColumn[] {
  if (!envelope) return columns;
  return envelope.kind === 'capture' ? RECORDS[envelope.record].columns : GROUND_TRUTH_RECORD;
}

/**
 * The rows that records hold, with `group.columns`, and `__fault` where the records are no rows themselves; columns that
 * `records` has besides stay.
 */
export function unfold(
  { envelope, columns }: Pick<FileGroup, 'envelope' | 'columns'>,
  records: Sql,
): Sql {
  if (!envelope) return records;
  return envelope.kind === 'capture'
    ? unfoldCapture(records, columns, envelope)
    : unfoldGroundTruth(records, columns, envelope);
}
