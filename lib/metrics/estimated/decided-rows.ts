import type { Profile } from '../../profile/profile.ts';
import type { ExpectedDecisions } from '../../stats/expected-confusion.ts';
import { type Recalibration, recalibrate } from '../../stats/recalibration.ts';
import { total } from '../../stats/sums.ts';
import type { SliceInput } from '../metric.ts';

/** Below so many labelled rows of the baseline nothing is estimated. */
const LEAST_LABELS = 50;

/** A model's one score, or one class of several: the baseline's labels by score bin, and how to find a side's rows. */
interface Question {
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
  readonly decided: (profile: Profile) => Pick<ExpectedDecisions, 'chosen' | 'other'> | undefined;
  readonly labelled: (profile: Profile) => readonly number[] | undefined;
}

/** Whether the baseline has labels of both kinds to read probabilities from, and decisions to estimate its own performance. */
export function canEstimate(input: SliceInput): boolean {
  const asked = questions(input);
  const found = (counts: (question: Question) => readonly number[]) =>
    asked.filter((question) => total(counts(question)) > 0).length;
  // A binary model has one score for both kinds, any other has labels of two classes at least.
  const least = Math.min(2, asked.length);
  return (
    asked.length > 0 &&
    asked.every(
      ({ positives, negatives, decided }) =>
        total(positives) + total(negatives) >= LEAST_LABELS &&
        decided(input.baseline) !== undefined,
    ) &&
    found(({ positives }) => positives) >= least &&
    found(({ negatives }) => negatives) >= least
  );
}

/** A side's rows by score bin and decision, once for a binary model and once for each class otherwise; null without any. */
export function decidedRows(input: SliceInput, side: Profile): readonly ExpectedDecisions[] | null {
  return complete(
    questions(input).map((question) => {
      const rows = question.decided(side);
      return rows && { ...rows, recalibration: recalibrationOf(input, question) };
    }),
  );
}

/**
 * The same of a side's labelled rows alone. A bin's labelled rows are taken to be decided as all of its rows are, which holds
 * wherever the decision follows from the score; null without any, or where they are no part of the side's predictions.
 */
export function labelledRowsByDecision(
  input: SliceInput,
  side: Profile,
): readonly ExpectedDecisions[] | null {
  return complete(
    questions(input).map((question) => {
      const rows = question.decided(side);
      const labelled = question.labelled(side);
      if (!rows || !labelled) return undefined;
      const all = labelled.map((_, i) => (rows.chosen[i] ?? 0) + (rows.other[i] ?? 0));
      if (labelled.some((count, i) => count > (all[i] ?? 0))) return undefined;
      const chosen = labelled.map((count, i) =>
        count > 0 ? (count * (rows.chosen[i] ?? 0)) / (all[i] ?? 1) : 0,
      );
      return {
        chosen,
        other: labelled.map((count, i) => count - (chosen[i] ?? 0)),
        recalibration: recalibrationOf(input, question),
      };
    }),
  );
}

/** Rows by score bin, however they were decided. */
export function allRows({ chosen, other }: ExpectedDecisions): number[] {
  return chosen.map((count, i) => count + (other[i] ?? 0));
}

function recalibrationOf({ frame }: SliceInput, { positives, negatives }: Question): Recalibration {
  return recalibrate(frame.outcome.scoreEdges, positives, negatives);
}

function questions({ frame, baseline }: SliceInput): Question[] {
  const { task, scoreEdges, classes } = frame.outcome;
  if (scoreEdges.length === 0) return [];
  if (task === 'binary') {
    const { positiveScores = [], negativeScores = [] } = baseline.outcome.binary ?? {};
    return [
      {
        positives: positiveScores,
        negatives: negativeScores,
        decided: ({ predictions: { decisions } }) =>
          decisions && { chosen: decisions.positiveScores, other: decisions.negativeScores },
        labelled: ({ outcome: { binary } }) =>
          binary?.positiveScores.map((count, i) => count + (binary.negativeScores[i] ?? 0)),
      },
    ];
  }
  return classes.map((name) => ({
    ...(baseline.outcome.multiclass?.scoresByClass[name] ?? { positives: [], negatives: [] }),
    decided: ({ predictions }) => predictions.classDecisions?.[name],
    labelled: ({ outcome }) => {
      const scores = outcome.multiclass?.scoresByClass[name];
      return scores?.positives.map((count, i) => count + (scores.negatives[i] ?? 0));
    },
  }));
}

function complete(
  sides: readonly (ExpectedDecisions | undefined)[],
): readonly ExpectedDecisions[] | null {
  const known = sides.filter((side) => side !== undefined);
  const rows = known.map(({ chosen, other }) => total(chosen) + total(other));
  return known.length > 0 && known.length === sides.length && rows.every((n) => n > 0)
    ? known
    : null;
}
