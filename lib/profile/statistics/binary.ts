import { raw, type Sql, sql } from '../../sql/sql.ts';
import { addCounts, noCounts, readCounts } from '../counts.ts';
import type { SliceStatistic } from '../statistic.ts';

/** What came of a binary model's predictions: sums over rows whose decision and label are both known. */
export interface BinaryOutcome {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
  /** Rows of these that also have a score; the rest is over them. */
  readonly scored: number;
  /** Sum of -ln(probability that was given to what happened), in nats, probabilities clipped to [1e-15, 1 - 1e-15]. */
  readonly logLoss: number;
  /** Sum of that loss's squares. */
  readonly squaredLogLoss: number;
  /** Sums of (score - label)^2 and of (score - label)^4. */
  readonly squaredError: number;
  readonly fourthError: number;
  /** Rows per score bin (`OutcomeFrame.scoreEdges`) by label; empty where no score is logged. */
  readonly positiveScores: readonly number[];
  readonly negativeScores: readonly number[];
}

const decided = raw('decided_positive');
const actual = raw('actual_positive');
const score = raw('score');

/** Reads the boolean columns decided_positive and actual_positive and the double column score of a joined relation. */
export const binary: SliceStatistic<BinaryOutcome> = {
  appliesTo: ({ outcome }) => outcome.task === 'binary',
  empty: (frame) => ({
    truePositive: 0,
    falsePositive: 0,
    trueNegative: 0,
    falseNegative: 0,
    scored: 0,
    logLoss: 0,
    squaredLogLoss: 0,
    squaredError: 0,
    fourthError: 0,
    positiveScores: noCounts(frame.outcome.scoreEdges),
    negativeScores: noCounts(frame.outcome.scoreEdges),
  }),
  select: ({ outcome: { scoreEdges } }, _, constant) => {
    const known = sql`${decided} IS NOT NULL AND ${actual} IS NOT NULL`;
    const scored = sql`${known} AND ${score} IS NOT NULL`;
    const clipped = sql`greatest(1e-15, least(1 - 1e-15, ${score}))`;
    const loss = sql`-ln(CASE WHEN ${actual} THEN ${clipped} ELSE 1 - ${clipped} END)`;
    const error = sql`(${score} - ${actual}::INTEGER)`;
    const edges = [...scoreEdges, Number.POSITIVE_INFINITY];
    const bins = scoreEdges.length > 0 ? constant(sql`${edges}::DOUBLE[]`) : raw('NULL');
    const ofScored = (value: Sql) => sql`CASE WHEN ${scored} THEN ${value} END`;
    // CASE and count_if: a FILTER copies all that the statement reads.
    return {
      tp: sql`count_if(${decided} AND ${actual})`,
      fp: sql`count_if(${decided} AND NOT ${actual})`,
      tn: sql`count_if(NOT ${decided} AND NOT ${actual})`,
      fn: sql`count_if(NOT ${decided} AND ${actual})`,
      ...(scoreEdges.length > 0 && {
        scored: sql`count_if(${scored})`,
        loss: sql`sum(${ofScored(loss)})`,
        squaredLoss: sql`sum(${ofScored(sql`${loss} * ${loss}`)})`,
        squared: sql`sum(${ofScored(sql`${error} * ${error}`)})`,
        fourth: sql`sum(${ofScored(sql`${error} * ${error} * ${error} * ${error}`)})`,
        pos: sql`map_values(histogram(CASE WHEN ${scored} AND ${actual} THEN ${score} END, ${bins}))`,
        neg: sql`map_values(histogram(CASE WHEN ${scored} AND NOT ${actual} THEN ${score} END, ${bins}))`,
      }),
    };
  },
  read: (row, frame) => ({
    truePositive: Number(row.tp),
    falsePositive: Number(row.fp),
    trueNegative: Number(row.tn),
    falseNegative: Number(row.fn),
    scored: Number(row.scored ?? 0),
    logLoss: Number(row.loss ?? 0),
    squaredLogLoss: Number(row.squaredLoss ?? 0),
    squaredError: Number(row.squared ?? 0),
    fourthError: Number(row.fourth ?? 0),
    positiveScores: readCounts(row.pos, noCounts(frame.outcome.scoreEdges).length),
    negativeScores: readCounts(row.neg, noCounts(frame.outcome.scoreEdges).length),
  }),
  merge: (a, b) => ({
    truePositive: a.truePositive + b.truePositive,
    falsePositive: a.falsePositive + b.falsePositive,
    trueNegative: a.trueNegative + b.trueNegative,
    falseNegative: a.falseNegative + b.falseNegative,
    scored: a.scored + b.scored,
    logLoss: a.logLoss + b.logLoss,
    squaredLogLoss: a.squaredLogLoss + b.squaredLogLoss,
    squaredError: a.squaredError + b.squaredError,
    fourthError: a.fourthError + b.fourthError,
    positiveScores: addCounts(a.positiveScores, b.positiveScores),
    negativeScores: addCounts(a.negativeScores, b.negativeScores),
  }),
};
