import { wilsonInterval } from '../../stats/interval.ts';
import { mapEstimate } from './mean-estimate.ts';
import { outcomeMetric } from './outcome-metric.ts';

export const f1 = outcomeMetric({
  name: 'f1',
  description: 'Harmonic mean of precision and recall.',
  formula: '2 tp / (2 tp + fp + fn)',
  interval: 'Wilson, of tp / (tp + fp + fn), of which it is a rising function',
  source: 'scikit-learn f1_score; it gives 0 where nothing is positive',
  unit: 'share',
  worse: 'lower',
  headline: true,
  defaultThreshold: { max_drop: 0.1, warn: { max_drop: 0.05 } },
  estimate: {
    binary: ({ truePositive: hits, falsePositive, falseNegative }) => {
      const concerned = hits + falsePositive + falseNegative;
      if (concerned === 0)
        return { value: null, reason: 'nothing is positive, predicted or actual' };
      const share = { value: hits / concerned, ...wilsonInterval(hits, concerned) };
      const score = mapEstimate(share, (jaccard) => (2 * jaccard) / (1 + jaccard));
      return { ...score, value: (2 * hits) / (concerned + hits) };
    },
  },
});
