import type { OutcomeSummary } from '../../profile/outcome-statistics.ts';
import type { Stratum } from '../../stats/conditional-change.ts';
import type { SliceInput } from '../metric.ts';
import { type LabelledScores, scoreStrata } from './score-strata.ts';

/** Whether labels can be held against scores: a classifier's, where it logs them. */
export function hasLabelledScores({ frame, baseline, current }: SliceInput): boolean {
  return [baseline, current].some(({ outcome }) =>
    frame.outcome.task === 'binary'
      ? frame.outcome.scoreEdges.length > 0 && outcome.binary !== undefined
      : frame.outcome.task === 'multiclass' && byClass(outcome).size > 0,
  );
}

/** The strata of a binary model's score, or of each class's probability by class, or why there are none. */
export function strataByClass(
  before: OutcomeSummary,
  now: OutcomeSummary,
):
  | readonly { readonly name: string | null; readonly strata: Stratum[] }[]
  | { readonly reason: string } {
  const [reference, current] = [byClass(before), byClass(now)];
  const names = new Set([...reference.keys(), ...current.keys()]);
  const all = [...names].map((name) => ({
    name,
    strata: scoreStrata(reference.get(name), current.get(name)),
  }));
  const found = all.flatMap(({ name, strata }) => ('reason' in strata ? [] : [{ name, strata }]));
  if (found.length > 0) return found;
  const first = all[0]?.strata;
  return first && 'reason' in first ? first : { reason: 'no labelled row has a score' };
}

function byClass({ binary, multiclass }: OutcomeSummary): Map<string | null, LabelledScores> {
  if (binary) {
    const { positiveScores: positives, negativeScores: negatives } = binary;
    return new Map([[null, { positives, negatives }]]);
  }
  return new Map(Object.entries(multiclass?.scoresByClass ?? {}));
}
