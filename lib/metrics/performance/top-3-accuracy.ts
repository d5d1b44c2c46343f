import { total } from '../../stats/sums.ts';
import { proportion } from '../estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const top3Accuracy = outcomeMetric({
  name: 'top_3_accuracy',
  description: 'Share of labelled rows whose label is among the three most probable classes.',
  formula: 'rows with fewer than 3 classes before the label / scored rows',
  interval: 'Wilson',
  source:
    'scikit-learn top_k_accuracy_score with k=3; of equal probabilities the class whose name is later comes first, as there',
  unit: 'share',
  worse: 'lower',
  needsScores: true,
  needsClasses: 4,
  estimate: {
    multiclass: ({ ranks }) =>
      proportion(total(ranks.slice(0, 3)), total(ranks), 'no labelled row has every probability'),
  },
});
