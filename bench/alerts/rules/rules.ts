import { evidentlyColumn, evidentlyDataset } from './evidently.ts';
import { pValue } from './p-value.ts';
import { psi } from './psi.ts';
import type { Rule } from './rule.ts';
import { sagemaker } from './sagemaker.ts';
import { threeSigma } from './three-sigma.ts';

/** What Driftwatch is held against. */
export const RULES: readonly Rule[] = [
  psi,
  pValue,
  evidentlyColumn,
  evidentlyDataset,
  sagemaker,
  threeSigma,
];
