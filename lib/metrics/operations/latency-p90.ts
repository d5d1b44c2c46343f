import { latencyQuantile } from './latency-quantile.ts';

export const latencyP90 = latencyQuantile({
  name: 'latency_p90',
  description: '90th percentile of the time a prediction took.',
  level: 0.9,
});
