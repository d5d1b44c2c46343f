import { total } from '../../stats/sums.ts';
import { proportion } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const top2Accuracy = outcomeMetric({
  name: 'top_2_accuracy',
  description: 'Share of labelled rows whose label is among the two most probable classes.',
  formula: 'rows with fewer than 2 classes before the label / scored rows',
  interval: 'Wilson',
  source:
    'scikit-learn top_k_accuracy_score with k=2; of equal probabilities the class whose name is later comes first, as there',
  unit: 'share',
  worse: 'lower',
  needsScores: true,
  needsClasses: 3,
  estimate: {
    multiclass: ({ ranks }) =>
      proportion(total(ranks.slice(0, 2)), total(ranks), 'no labelled row has every probability'),
  },
});
