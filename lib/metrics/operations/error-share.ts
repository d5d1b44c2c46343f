import { proportion, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

export const errorShare: SliceMetric = {
  name: 'error_share',
  per: 'slice',
  needs: 'errors',
  restsOn: 'rows',
  family: 'operations',
  description: 'Share of predictions that are marked as failed.',
  formula: 'rows that columns.error marks / rows',
  interval: 'Wilson',
  source: 'own definition',
  unit: 'share',
  worse: 'higher',
  headline: true,
  defaultThreshold: { max: 0.05, warn: { max: 0.01 } },
  appliesTo: ({ baseline, current }) => baseline.errors !== null || current.errors !== null,
  measure: ({ baseline, current }) => {
    const share = ({ errors, rows }: typeof current) =>
      proportion(errors ?? 0, errors === null ? 0 : rows, 'there are no rows');
    return toValue(share(current), share(baseline).value);
  },
};
