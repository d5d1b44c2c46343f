import { latencyQuantile } from './latency-quantile.ts';

export const latencyP50 = latencyQuantile({
  name: 'latency_p50',
  description: 'Median of the time a prediction took.',
  level: 0.5,
  headline: true,
});
