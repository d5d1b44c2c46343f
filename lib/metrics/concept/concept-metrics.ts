import type { Metric } from '../metric.ts';
import { adwin } from './adwin.ts';
import { ddm } from './ddm.ts';
import { eddm } from './eddm.ts';
import { errorChange } from './error-change.ts';
import { errorChangeP } from './error-change-p.ts';
import { kswin } from './kswin.ts';
import { labelGivenPredictionChange } from './label-given-prediction-change.ts';
import { labelGivenPredictionP } from './label-given-prediction-p.ts';
import { labelGivenScoreChange } from './label-given-score-change.ts';
import { labelGivenScoreP } from './label-given-score-p.ts';
import { pageHinkley } from './page-hinkley.ts';

/** One file each; a new one is one more line here. */
export const CONCEPT_METRICS: readonly Metric[] = [
  errorChange,
  errorChangeP,
  labelGivenScoreChange,
  labelGivenScoreP,
  labelGivenPredictionChange,
  labelGivenPredictionP,
  pageHinkley,
  ddm,
  eddm,
  adwin,
  kswin,
];
