import type { IncidentCause } from '../../judge/incident.ts';
import type { Family } from '../../metrics/family.ts';

const MEANING: Readonly<Record<Family, string>> = {
  drift: 'The model gets other inputs than it was made for.',
  concept_drift: 'The same inputs and scores come to other outcomes than in the baseline.',
  quality: 'The data came in a shape that the baseline does not have.',
  performance: 'The predictions came out worse than in the baseline, by labels that are known.',
  estimated_performance:
    'Without labels, the scores suggest worse predictions than in the baseline.',
  fairness: 'Groups are treated more differently than the limits allow.',
  operations: 'Serving is slower, rarer or more faulty than its limits allow.',
  custom: 'A metric of the monitor file itself is beyond its limit.',
};

const ADVICE: Readonly<Record<Family, string>> = {
  drift:
    'Compare the two distributions below. If the world changed, retrain; if the source did, mend it and replay.',
  concept_drift: 'Retrain on labels since the onset; until then trust the scores less.',
  quality:
    'Ask whoever writes the column what changed at the onset; mend it there, then replay the window.',
  performance:
    'See which segment carries the loss, and what drifted at the same time. Roll back, or retrain since the onset.',
  estimated_performance:
    'Treat it as an early warning: have the labels of this window looked at first.',
  fairness:
    'Compare the rates of the groups below before anything is decided on these predictions.',
  operations: 'Look at the serving path: deployments, load and dependencies at the onset.',
  custom: 'See its definition in the monitor file.',
};

const OF_OUTPUTS = {
  means: 'The model gives other answers than in the baseline.',
  act: 'See which of its inputs moved at the onset, and whether another version of the model answers. With labels, see below whether the answers still hold.',
};

/**
 * What a cause means and what to do about it, a sentence each.
 *
 * @param outputs Columns of predictions and scores.
 */
export function adviceOn(
  { kinds, change, column }: IncidentCause,
  outputs: readonly string[],
): { readonly means: string; readonly act: string } {
  if (change !== null && column !== null)
    return {
      means: `Column ${column} ${change}: what hangs on it follows from that.`,
      act: `Mend what writes ${column}; its drift and the performance below are likely to follow.`,
    };
  const kind = kinds[0] ?? 'custom';
  if (kind === 'drift' && column !== null && outputs.includes(column)) return OF_OUTPUTS;
  return { means: MEANING[kind], act: ADVICE[kind] };
}
