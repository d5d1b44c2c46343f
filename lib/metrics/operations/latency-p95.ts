import { latencyQuantile } from './latency-quantile.ts';

export const latencyP95 = latencyQuantile({
  name: 'latency_p95',
  description: '95th percentile of the time a prediction took.',
  level: 0.95,
  headline: true,
  defaultThreshold: { max_rise: '100%', warn: { max_rise: '50%' } },
});
