import { labelledRows } from '../../profile/labelled.ts';
import type { Profile } from '../../profile/profile.ts';
import { proportion, toValue } from '../estimate.ts';
import type { SliceMetric } from '../metric.ts';

export const labelCoverage: SliceMetric = {
  name: 'label_coverage',
  per: 'slice',
  needs: 'labels',
  restsOn: 'labels',
  family: 'performance',
  description: 'Share of predictions whose outcome is known so far.',
  formula: 'labelled rows / rows',
  interval: 'Wilson',
  source: 'own definition',
  unit: 'share',
  worse: 'lower',
  headline: true,
  appliesTo: ({
    frame: {
      outcome: { task },
    },
    baseline,
    current,
  }) => (baseline.outcome[task] ?? current.outcome[task]) !== undefined,
  measure: ({
    frame: {
      outcome: { task },
    },
    baseline,
    current,
  }) => {
    const coverage = ({ outcome, rows }: Profile) =>
      proportion(labelledRows(outcome), rows, 'there are no rows');
    return toValue(coverage(current), baseline.outcome[task] ? coverage(baseline).value : null);
  },
};
