import fc from 'fast-check';
import type { OutcomeFrame } from '../../lib/profile/column.ts';
import type { OutcomeSummary } from '../../lib/profile/outcome-statistics.ts';
import type { PredictionSummary } from '../../lib/profile/prediction-statistics.ts';
import { summariseRegression } from '../golden/summaries.ts';

const count = fc.oneof(fc.constant(0), fc.nat(20), fc.nat(1_000_000));
const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
);

/** What of the outcome frame these states were made for; they have four score bins. */
export const CONTRACT_OUTCOME: Partial<OutcomeFrame> = {
  classes: ['a', 'b', 'c'],
  errorEdges: [-100, -1, 0, 1, 100],
  predictionEdges: [-2, 0, 3],
  missAbove: 1,
};

const sum = fc.double({ min: 0, max: 1e300, noNaN: true });
const scores = fc.array(count, { minLength: 4, maxLength: 4 });
const classScores = fc.record({ positives: scores, negatives: scores });
const byPart = fc
  .record({
    partMinutes: fc.constantFrom(1, 5),
    first: fc.nat(30_000_000),
    parts: fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { maxLength: 120 }),
  })
  .map(({ parts, ...time }) => ({
    ...time,
    rows: parts.map(([a, b]) => a + b),
    misses: parts.map(([a]) => a),
  }));
/** The states of outcome statistics; a new statistic is one more entry here. */
export const arbitraryOutcome: fc.Arbitrary<OutcomeSummary> = fc.record(
  {
    errors: byPart,
    misses: fc.tuple(count, count).map(([a, b]) => ({ rows: a + b, misses: a })),
    labelDelay: fc
      .array(fc.nat(3), { minLength: 991, maxLength: 991 })
      .map((counts) => ({ counts })),
    binary: fc
      .record({
        truePositive: count,
        falsePositive: count,
        trueNegative: count,
        falseNegative: count,
        positiveScores: scores,
        negativeScores: scores,
        loss: fc.double({ min: 0, max: 34, noNaN: true }),
      })
      .map(({ loss, ...rest }) => {
        const scored = [...rest.positiveScores, ...rest.negativeScores].reduce(
          (all, n) => all + n,
          0,
        );
        return {
          ...rest,
          scored,
          logLoss: loss * scored,
          squaredLogLoss: loss * loss * scored * 1.5,
          squaredError: (scored * loss) / 34,
          fourthError: scored * (loss / 34) ** 1.5,
        };
      }),
    multiclass: fc.record({
      confusion: fc.dictionary(
        fc
          .tuple(fc.constantFrom('a', 'b', '__proto__'), fc.constantFrom('a', 'b', 'c'))
          .map((pair) => JSON.stringify(pair)),
        count,
      ),
      scored: count,
      logLoss: sum,
      squaredLogLoss: sum,
      scoresByClass: fc.record({ a: classScores, b: classScores, c: classScores }),
      ranks: fc.tuple(count, count, count),
    }),
    regression: fc
      .array(fc.record({ actual: finite, predicted: finite }), { maxLength: 10 })
      .map((rows) =>
        summariseRegression(0, rows, {
          errorEdges: CONTRACT_OUTCOME.errorEdges ?? [],
          predictionEdges: CONTRACT_OUTCOME.predictionEdges ?? [],
        }),
      ),
  },
  { requiredKeys: [] },
);

/** The states of prediction statistics; a new statistic is one more entry here. */
export const arbitraryPredictions: fc.Arbitrary<PredictionSummary> = fc.record(
  {
    arrivals: byPart.map(({ misses: _, ...parts }) => parts),
    ids: fc.array(fc.nat(50), { maxLength: 30 }).map((hashes) => ({
      rows: hashes.length,
      smallest: hashes.sort((a, b) => a - b),
    })),
    classDecisions: fc.tuple(scores, scores, scores).map((chosen) => classDecisionsOf(chosen)),
    decisions: fc.record({
      positive: count,
      negative: count,
      positiveScores: scores,
      negativeScores: scores,
    }),
  },
  { requiredKeys: [] },
);

/** Rows that are each predicted to be of one of three classes, all in the lowest bin of the other two. */
function classDecisionsOf(chosen: readonly (readonly number[])[]) {
  const rows = chosen.map((counts) => counts.reduce((all, n) => all + n, 0));
  const all = rows.reduce((sum, n) => sum + n, 0);
  return Object.fromEntries(
    ['a', 'b', 'c'].map((name, i) => [
      name,
      { chosen: chosen[i] ?? [], other: [all - (rows[i] ?? 0), 0, 0, 0] },
    ]),
  );
}
