/** What can't be measured on one machine, and is taken for granted. */
export const ASSUMED = {
  /** Lambda gives one vCPU per so many MB; a vCPU is taken to be as fast as a core of the machine that measures. */
  megabytesPerVcpu: 1769,
  /** Seconds that every invocation takes to begin: none is taken to find a warm function. */
  coldStartSeconds: 1,
  /** Until S3 answers. */
  s3Seconds: 0.03,
  /** Objects are fetched so many at once. */
  getsAtOnce: 16,
  s3BytesPerSecond: 80e6,
  tableSeconds: 0.005,
} as const;
