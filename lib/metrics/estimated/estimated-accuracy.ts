import { expectAccuracyOfClasses, expectedAccuracy } from '../../stats/expected-confusion.ts';
import { estimatedMetric, ofConfusion, toEstimate } from './estimated-metric.ts';

const REASON = 'no prediction has a score';

export const estimatedAccuracy = estimatedMetric({
  name: 'estimated_accuracy',
  description:
    'Accuracy that is to be expected of all rows, labelled or not, if scores mean what they meant in the baseline.',
  formula:
    'mean of the recalibrated probability of the class that was predicted, 1 - p for a negative; of several classes each is recalibrated alone',
  error: { absolute: 0.001 },
  source: 'NannyML CBPE; of several classes NannyML makes the probabilities add up to 1 once more',
  unit: 'share',
  worse: 'lower',
  needs: 'scores, and labels in the baseline (binary, multiclass)',
  headline: true,
  defaultThreshold: { warn: { max_drop: 0.05 } },
  binary: ofConfusion(expectedAccuracy, REASON),
  multiclass: (classes) => toEstimate(expectAccuracyOfClasses(classes), REASON),
});
