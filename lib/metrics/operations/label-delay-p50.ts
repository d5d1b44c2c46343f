import { labelDelayQuantile } from './label-delay-quantile.ts';

export const labelDelayP50 = labelDelayQuantile({
  name: 'label_delay_p50',
  description: 'Median of the time from a prediction to its label, of labels that have come.',
  level: 0.5,
});
