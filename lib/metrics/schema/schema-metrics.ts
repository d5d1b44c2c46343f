import type { Metric } from '../metric.ts';
import { changedTypes } from './changed-types.ts';
import { duplicateIdShare } from './duplicate-id-share.ts';
import { extraColumns } from './extra-columns.ts';
import { missingColumns } from './missing-columns.ts';

/** One file each; a new one is one more line here. */
export const SCHEMA_METRICS: readonly Metric[] = [
  missingColumns,
  extraColumns,
  changedTypes,
  duplicateIdShare,
];
