import type { CaptureSettings } from '../../monitor/settings/capture.ts';
import type { Sql } from '../../sql/sql.ts';
import { inferenceRecord } from '../open-inference/inference-record.ts';
import type { RawColumn } from '../scan.ts';
import { capturedRecord } from './captured-record.ts';
import type { CaptureEnvelope } from './envelope.ts';

/** What lies around the two payloads of a record. */
export interface RecordKind {
  /** What a record is read as. */
  readonly columns: readonly RawColumn[];
  /** More reasons why nothing of a record can be read: branches of a CASE. */
  readonly faults: Sql;
  /** Columns that `open` makes beside the payloads. */
  readonly inner: readonly string[];
  /** The records with `data`, `encoding` and `type` of both payloads, and `inner`. */
  open(records: Sql, settings: CaptureSettings): Sql;
  /** What a record says of itself, by column; `__count` is its number of rows and `__place` that of the row, from 0. */
  readonly own: Readonly<Record<string, (envelope: CaptureEnvelope) => Sql>>;
}

export const RECORDS: Readonly<Record<CaptureEnvelope['record'], RecordKind>> = {
  'sagemaker-capture': capturedRecord,
  'open-inference': inferenceRecord,
};
