import { expectedF1 } from '../../stats/expected-confusion.ts';
import { CLASS_INTERVAL, estimatedMetric, ofEachClass } from './estimated-metric.ts';

export const estimatedMacroF1 = estimatedMetric({
  name: 'estimated_macro_f1',
  description:
    'Mean over classes of the F1 that is to be expected of all rows, labelled or not, if probabilities mean what they meant in the baseline.',
  formula:
    'mean over classes of 2 tp / (2 tp + fp + fn), each the sum of p or 1 - p over its rows; p the probability of the class, recalibrated alone',
  interval: CLASS_INTERVAL,
  error: { absolute: 0.001 },
  source: 'NannyML CBPE, which makes the probabilities add up to 1 once more',
  unit: 'share',
  worse: 'lower',
  needs: 'scores, and labels in the baseline (multiclass)',
  multiclass: ofEachClass(expectedF1),
});
