/**
 * Public list prices of us-east-1 in USD, without free tiers, as known in 2026-11. They are to be checked before a bill is
 * planned on them: https://aws.amazon.com/pricing/
 */
export const PRICES = {
  asOf: '2026-11',
  region: 'us-east-1',
  /** Per GB and second, arm64. */
  lambdaGigabyteSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  s3Get: 0.0004 / 1000,
  /** PUT and LIST; DELETE is free. */
  s3Put: 0.005 / 1000,
  s3GigabyteMonth: 0.023,
  /** On demand. */
  tableReadUnit: 0.125 / 1e6,
  tableWriteUnit: 0.625 / 1e6,
  /** With point-in-time recovery. */
  tableGigabyteMonth: 0.25 + 0.2,
  /** Standard workflows. */
  transition: 0.025 / 1000,
  schedulerInvocation: 1 / 1e6,
  /** Each of the first 10,000. */
  metricMonth: 0.3,
  putMetricData: 0.01 / 1000,
  alarmMonth: 0.1,
  /** Each beyond three of an account, where these show at most 50 metrics each. */
  dashboardMonth: 3,
} as const;
