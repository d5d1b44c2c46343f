import fc from 'fast-check';
import type { OutcomeFrame } from '../../lib/profile/column.ts';
import type { OutcomeSummary } from '../../lib/profile/outcome-statistics.ts';
import type { PredictionSummary } from '../../lib/profile/prediction-statistics.ts';

const count = fc.oneof(fc.constant(0), fc.nat(20), fc.nat(1_000_000));
const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
);

/** What of the outcome frame these states were made for; they have four score bins. */
export const CONTRACT_OUTCOME: Partial<OutcomeFrame> = {};

const sum = fc.double({ min: 0, max: 1e300, noNaN: true });
const scores = fc.array(count, { minLength: 4, maxLength: 4 });
/** The states of outcome statistics; a new statistic is one more entry here. */
export const arbitraryOutcome: fc.Arbitrary<OutcomeSummary> = fc.record(
  {
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
        return { ...rest, scored, logLoss: loss * scored, squaredError: (scored * loss) / 34 };
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
    }),
    regression: fc.array(fc.tuple(finite, finite), { maxLength: 10 }).map((rows) => ({
      labelled: rows.length,
      error: rows.reduce((all, [y, p]) => all + (p - y), 0),
      absoluteError: rows.reduce((all, [y, p]) => all + Math.abs(p - y), 0),
      squaredError: rows.reduce((all, [y, p]) => all + (p - y) ** 2, 0),
      absolutePercentageError: rows.reduce(
        (all, [y, p]) => all + Math.abs(p - y) / Math.max(Math.abs(y), 2.3e-16),
        0,
      ),
      actual: rows.reduce((all, [y]) => all + y, 0),
      squaredActual: rows.reduce((all, [y]) => all + y * y, 0),
    })),
  },
  { requiredKeys: [] },
);

/** The states of prediction statistics; a new statistic is one more entry here. */
export const arbitraryPredictions: fc.Arbitrary<PredictionSummary> = fc.record(
  {
    decisions: fc.record({
      positive: count,
      negative: count,
      positiveScores: scores,
      negativeScores: scores,
    }),
  },
  { requiredKeys: [] },
);
