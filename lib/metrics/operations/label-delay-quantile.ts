import { LABEL_DELAY_EDGES } from '../../profile/label-delay-edges.ts';
import type { Profile } from '../../profile/profile.ts';
import { type Estimate, toValue } from '../estimate.ts';
import type { Descriptor, SliceMetric } from '../metric.ts';
import { BINNED_QUANTILE, binnedQuantile } from './binned-quantile.ts';

type LabelDelayQuantile = Pick<Descriptor, 'name' | 'description'> & { readonly level: number };

/** A quantile of how long labels took that came after their predictions. */
export function labelDelayQuantile({ level, ...descriptor }: LabelDelayQuantile): SliceMetric {
  return {
    ...descriptor,
    ...BINNED_QUANTILE,
    formula: `the value at rank ${level} (labels - 1), over bins 2 % apart from 1 s to ten years`,
    per: 'slice',
    needs: 'labels that come later',
    restsOn: 'labels',
    family: 'operations',
    unit: 'seconds',
    worse: 'higher',
    appliesTo: ({ monitor, current }) =>
      monitor.labels !== undefined && current.outcome.labelDelay !== undefined,
    measure: ({ baseline, current }) =>
      toValue(quantile(current, level), quantile(baseline, level).value),
  };
}

function quantile({ outcome: { labelDelay } }: Profile, level: number): Estimate {
  const [min, max] = [LABEL_DELAY_EDGES[0] ?? 0, LABEL_DELAY_EDGES.at(-1) ?? 0];
  return binnedQuantile(
    { edges: LABEL_DELAY_EDGES, counts: labelDelay?.counts ?? [], min, max },
    level,
    'no label came after its prediction',
  );
}
