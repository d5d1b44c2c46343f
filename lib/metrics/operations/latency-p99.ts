import { latencyQuantile } from './latency-quantile.ts';

export const latencyP99 = latencyQuantile({
  name: 'latency_p99',
  description: '99th percentile of the time a prediction took.',
  level: 0.99,
  headline: true,
});
