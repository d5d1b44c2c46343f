import { cohenKappa as cohenKappaOf } from '../../stats/confusion.ts';
import { confusionTable } from './class-scores.ts';
import { binaryTable, DELTA_METHOD_50, fromConfusion } from './confusion-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

const ONE_CLASS = 'predictions and labels are all of one class';

export const cohenKappa = outcomeMetric({
  name: 'cohen_kappa',
  description:
    "Cohen's kappa: agreement of predictions and labels above what their shares would give by chance, 1 at best.",
  formula: '(agreement - chance) / (1 - chance), chance = sum_k actual_k predicted_k / n^2',
  interval: DELTA_METHOD_50,
  source: 'scikit-learn cohen_kappa_score',
  unit: 'none',
  worse: 'lower',
  estimate: {
    binary: (outcome) => fromConfusion(binaryTable(outcome), cohenKappaOf, ONE_CLASS, -1),
    multiclass: (outcome) => fromConfusion(confusionTable(outcome), cohenKappaOf, ONE_CLASS, -1),
  },
});
