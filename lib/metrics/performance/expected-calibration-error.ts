import {
  calibrationBins,
  calibrationInterval,
  expectedByChance,
  expectedCalibrationError as expectedCalibrationErrorOf,
} from '../../stats/calibration.ts';
import { boundedInterval } from '../../stats/interval.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const expectedCalibrationError = outcomeMetric({
  name: 'expected_calibration_error',
  description:
    'How far scores are from the share of positives among rows of about that score, on average over ten bins of score.',
  formula:
    'sum_b n_b / n |mean score_b - share of positives_b| over (0, 0.1], (0.1, 0.2] .. (0.9, 1]',
  interval: 'normal; the lower end less by what bins show by chance whose gap is within noise',
  error: { absolute: 0.0005 },
  source: 'Naeini, Cooper and Hauskrecht (2015); no scikit-learn function',
  unit: 'none',
  worse: 'higher',
  needsScores: true,
  estimate: {
    binary: ({ positiveScores, negativeScores, squaredError, scored }, { scoreEdges }) => {
      if (scored === 0) return { value: null, reason: 'no labelled row has a score' };
      const bins = calibrationBins(scoreEdges, positiveScores, negativeScores);
      if (bins === null)
        return { value: null, reason: 'scores outside of 0 to 1 are no probabilities' };
      const value = Math.min(1, expectedCalibrationErrorOf(bins));
      const interval = calibrationInterval(bins, squaredError / scored);
      return {
        value,
        ...boundedInterval(interval, value, 0, 1),
        chance: expectedByChance(bins),
      };
    },
  },
});
