import { kolmogorovSmirnovDistance } from '../../../lib/stats/kolmogorov-smirnov.ts';
import { columnValue, watchedColumns } from './columns.ts';
import type { Rule } from './rule.ts';

const LIMIT = 0.1;
const CORRECTION = 1.8;

export const sagemaker: Rule = {
  name: 'SageMaker Robust 0.1',
  source:
    'SageMaker Model Monitor, baseline_drift_check: comparison_method Robust, comparison_threshold 0.1; the formula is Deequ’s com.amazon.deequ.analyzers.Distance (linf_robust). Its checks of completeness and data types are left out',
  prepare: (reference) => {
    const columns = watchedColumns(reference);
    return (window) =>
      columns
        .filter((column) => {
          const before = reference.whole.columns[column.name];
          const now = window.columns[column.name];
          const [n, m] = [before?.presence?.values ?? 0, now?.presence?.values ?? 0];
          if (n === 0 || m === 0) return false;
          const distance =
            column.type === 'numeric'
              ? kolmogorovSmirnovDistance(before?.histogram ?? [], now?.histogram ?? [])
              : (columnValue('l_infinity', column, reference.whole, window) ?? 0);
          return robust(distance, n, m) > LIMIT;
        })
        .map(({ name }) => name);
  },
};

/** The largest difference of two distributions less what few rows explain. */
export function robust(distance: number, n: number, m: number): number {
  return Math.max(0, distance - CORRECTION * Math.sqrt((n + m) / (n * m)));
}
