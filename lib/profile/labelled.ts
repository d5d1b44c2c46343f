import type { OutcomeSummary } from './outcome-statistics.ts';

/** Rows whose prediction and label are both known. */
export function labelledRows({ binary, multiclass, regression }: OutcomeSummary): number {
  if (binary)
    return binary.truePositive + binary.falsePositive + binary.trueNegative + binary.falseNegative;
  if (multiclass) return Object.values(multiclass.confusion).reduce((sum, count) => sum + count, 0);
  return regression?.labelled ?? 0;
}
