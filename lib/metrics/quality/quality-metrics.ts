import type { Metric } from '../metric.ts';
import { invalidShare } from './invalid-share.ts';
import { max } from './max.ts';
import { mean } from './mean.ts';
import { min } from './min.ts';
import { missingShare } from './missing-share.ts';
import { newCategoryShare } from './new-category-share.ts';
import { outOfRangeShare } from './out-of-range-share.ts';
import { rejected } from './rejected.ts';
import { rejectedShare } from './rejected-share.ts';
import { rows } from './rows.ts';
import { std } from './std.ts';

/** One file each; a new one is one more line here. */
export const QUALITY_METRICS: readonly Metric[] = [
  missingShare,
  invalidShare,
  newCategoryShare,
  outOfRangeShare,
  mean,
  std,
  min,
  max,
  rows,
  rejected,
  rejectedShare,
];
