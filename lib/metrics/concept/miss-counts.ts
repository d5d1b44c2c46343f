import type { OutcomeSummary } from '../../profile/outcome-statistics.ts';

/** Labelled rows and how many of them miss: a wrong decision or class, or an error above the frame's `missAbove`. */
export function missCounts({ binary, multiclass, misses }: OutcomeSummary): {
  readonly rows: number;
  readonly misses: number;
} {
  if (binary) {
    const { truePositive, falsePositive, trueNegative, falseNegative } = binary;
    const wrong = falsePositive + falseNegative;
    return { rows: truePositive + trueNegative + wrong, misses: wrong };
  }
  if (multiclass) {
    return Object.entries(multiclass.confusion).reduce(
      (sum, [pair, rows]) => {
        const [actual, predicted] = JSON.parse(pair) as [string, string];
        return { rows: sum.rows + rows, misses: sum.misses + (actual === predicted ? 0 : rows) };
      },
      { rows: 0, misses: 0 },
    );
  }
  return misses ?? { rows: 0, misses: 0 };
}
