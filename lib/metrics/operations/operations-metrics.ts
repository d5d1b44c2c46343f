import type { Metric } from '../metric.ts';
import { errorShare } from './error-share.ts';
import { labelDelayP50 } from './label-delay-p50.ts';
import { labelDelayP90 } from './label-delay-p90.ts';
import { latencyP50 } from './latency-p50.ts';
import { latencyP90 } from './latency-p90.ts';
import { latencyP95 } from './latency-p95.ts';
import { latencyP99 } from './latency-p99.ts';
import { latencyP999 } from './latency-p999.ts';
import { longestGapMinutes } from './longest-gap-minutes.ts';
import { throughputPeakPerMinute } from './throughput-peak-per-minute.ts';
import { throughputPerMinute } from './throughput-per-minute.ts';

/** One file each; a new one is one more line here. */
export const OPERATIONS_METRICS: readonly Metric[] = [
  latencyP50,
  latencyP90,
  latencyP95,
  latencyP99,
  latencyP999,
  throughputPerMinute,
  throughputPeakPerMinute,
  longestGapMinutes,
  labelDelayP50,
  labelDelayP90,
  errorShare,
];
