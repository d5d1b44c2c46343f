import type { ActOutcome } from '../pipeline/act.ts';
import { printable } from '../printable.ts';
import { comparisonText } from './comparison-text.ts';

/** How the challengers of a rollout stand and what retraining came to, as lines of plain text. */
export function rolloutText({ rollout, retrained }: Pick<ActOutcome, 'rollout' | 'retrained'>) {
  const { comparisons = [], promotions = [], declared = [] } = rollout ?? {};
  return [
    ...comparisons.flatMap((one) => comparisonText(one, declared)),
    ...promotions.map(({ variant, over }) => printable(`promoted: ${variant} in place of ${over}`)),
    ...(retrained ?? []).map(({ message }) => printable(message)),
  ];
}
