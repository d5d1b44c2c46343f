import { expectedPrecision } from '../../stats/expected-confusion.ts';
import { CLASS_INTERVAL, estimatedMetric, ofEachClass } from './estimated-metric.ts';

export const estimatedMacroPrecision = estimatedMetric({
  name: 'estimated_macro_precision',
  description:
    'Mean over classes of the precision that is to be expected of all rows, labelled or not, if probabilities mean what they meant in the baseline.',
  formula:
    'mean over classes of sum of p over rows predicted as the class / these rows; p the probability of the class, recalibrated alone',
  interval: CLASS_INTERVAL,
  error: { absolute: 0.001 },
  source: 'NannyML CBPE, which makes the probabilities add up to 1 once more',
  unit: 'share',
  worse: 'lower',
  needs: 'scores, and labels in the baseline (multiclass)',
  multiclass: ofEachClass(expectedPrecision),
});
