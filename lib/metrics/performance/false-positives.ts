import { outcomeMetric } from './outcome-metric.ts';

export const falsePositives = outcomeMetric({
  name: 'false_positives',
  description: 'Negative labels that were predicted positive.',
  unit: 'count',
  worse: null,
  estimate: {
    binary: ({ falsePositive }) => ({ value: falsePositive }),
  },
});
