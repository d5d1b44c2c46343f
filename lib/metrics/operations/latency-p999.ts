import { latencyQuantile } from './latency-quantile.ts';

export const latencyP999 = latencyQuantile({
  name: 'latency_p999',
  description: '99.9th percentile of the time a prediction took.',
  level: 0.999,
});
