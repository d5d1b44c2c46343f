import { raw, sql } from '../../sql/sql.ts';
import { addCounts, noCounts, readCounts } from '../counts.ts';
import type { SliceStatistic } from '../statistic.ts';

/** What a binary model decided. */
export interface Decisions {
  readonly positive: number;
  readonly negative: number;
  /** Rows per score bin (`OutcomeFrame.scoreEdges`) by decision; empty where no score is logged. */
  readonly positiveScores: readonly number[];
  readonly negativeScores: readonly number[];
}

/** Reads the boolean column decided_positive and the double column score of `predictionRelation`. */
export const decisions: SliceStatistic<Decisions> = {
  appliesTo: ({ outcome }) => outcome.task === 'binary',
  empty: (frame) => ({
    positive: 0,
    negative: 0,
    positiveScores: noCounts(frame.outcome.scoreEdges),
    negativeScores: noCounts(frame.outcome.scoreEdges),
  }),
  select: ({ outcome: { scoreEdges } }, _, constant) => {
    const edges = constant(sql`${[...scoreEdges, Number.POSITIVE_INFINITY]}::DOUBLE[]`);
    const decided = raw('decided_positive');
    return {
      // CASE and count_if, for FILTER costs more with every aggregate of the statement.
      positive: sql`count_if(${decided})`,
      negative: sql`count_if(NOT ${decided})`,
      ...(scoreEdges.length > 0 && {
        pos: sql`map_values(histogram(CASE WHEN ${decided} THEN score END, ${edges}))`,
        neg: sql`map_values(histogram(CASE WHEN NOT ${decided} THEN score END, ${edges}))`,
      }),
    };
  },
  read: (row, frame) => ({
    positive: Number(row.positive),
    negative: Number(row.negative),
    positiveScores: readCounts(row.pos, noCounts(frame.outcome.scoreEdges).length),
    negativeScores: readCounts(row.neg, noCounts(frame.outcome.scoreEdges).length),
  }),
  merge: (a, b) => ({
    positive: a.positive + b.positive,
    negative: a.negative + b.negative,
    positiveScores: addCounts(a.positiveScores, b.positiveScores),
    negativeScores: addCounts(a.negativeScores, b.negativeScores),
  }),
};
