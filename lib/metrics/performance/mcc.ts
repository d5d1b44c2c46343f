import { outcomeMetric } from './outcome-metric.ts';

export const mcc = outcomeMetric({
  name: 'mcc',
  description:
    'Matthews correlation of predictions and labels, -1 to 1; unknown where either is of one class only.',
  unit: 'none',
  worse: 'lower',
  estimate: {
    binary: ({ truePositive: tp, falsePositive: fp, trueNegative: tn, falseNegative: fn }) => {
      const norm =
        Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn);
      if (norm === 0) return { value: null, reason: 'predictions or labels are of one class only' };
      return { value: (tp * tn - fp * fn) / norm };
    },
  },
});
