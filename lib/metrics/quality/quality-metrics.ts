import type { Metric } from '../metric.ts';
import { aboveRangeShare } from './above-range-share.ts';
import { belowRangeShare } from './below-range-share.ts';
import { constant } from './constant.ts';
import { distinctCount } from './distinct-count.ts';
import { invalidShare } from './invalid-share.ts';
import { max } from './max.ts';
import { mean } from './mean.ts';
import { min } from './min.ts';
import { missingShare } from './missing-share.ts';
import { negativeShare } from './negative-share.ts';
import { newCategoryShare } from './new-category-share.ts';
import { outOfRangeShare } from './out-of-range-share.ts';
import { quantileP01 } from './quantile-p01.ts';
import { quantileP05 } from './quantile-p05.ts';
import { quantileP25 } from './quantile-p25.ts';
import { quantileP50 } from './quantile-p50.ts';
import { quantileP75 } from './quantile-p75.ts';
import { quantileP95 } from './quantile-p95.ts';
import { quantileP99 } from './quantile-p99.ts';
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
  belowRangeShare,
  aboveRangeShare,
  negativeShare,
  constant,
  distinctCount,
  mean,
  std,
  min,
  quantileP01,
  quantileP05,
  quantileP25,
  quantileP50,
  quantileP75,
  quantileP95,
  quantileP99,
  max,
  rows,
  rejected,
  rejectedShare,
];
