import type { Metric } from '../metric.ts';
import { attributionNdcg } from './attribution-ndcg.ts';
import { correlationChange } from './correlation-change.ts';
import { driftedColumnsShare } from './drifted-columns-share.ts';
import { pcaReconstructionError } from './pca-reconstruction-error.ts';

/** One file each; a new one is one more line here. */
export const MULTIVARIATE_METRICS: readonly Metric[] = [
  driftedColumnsShare,
  pcaReconstructionError,
  correlationChange,
  attributionNdcg,
];
