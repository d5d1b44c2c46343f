import { labelDelayQuantile } from './label-delay-quantile.ts';

export const labelDelayP90 = labelDelayQuantile({
  name: 'label_delay_p90',
  description:
    '90th percentile of the time from a prediction to its label, of labels that have come.',
  level: 0.9,
});
