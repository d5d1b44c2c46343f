import type { ByPrediction } from '../../profile/statistics/regression.ts';
import type { Stratum } from '../../stats/conditional-change.ts';
import { total } from '../../stats/sums.ts';

/** The bins of the predicted value in which both sides have two rows at least; or why there are none. */
export function predictionStrata(
  before: ByPrediction | undefined,
  now: ByPrediction | undefined,
): Stratum[] | { readonly reason: string } {
  if (!before || total(before.rows) === 0) return { reason: 'the baseline has no labels' };
  if (!now || total(now.rows) === 0) return { reason: 'no row is labelled' };
  const strata = before.rows.flatMap((_, i) => {
    const [one, other] = [binOf(before, i), binOf(now, i)];
    return one.rows < 2 || other.rows < 2 ? [] : [stratum(one, other)];
  });
  return strata.length > 0 ? strata : { reason: 'no bin of predictions has labels on both sides' };
}

interface Bin {
  readonly rows: number;
  readonly error: number;
  /** Summed squared differences of the errors from their mean. */
  readonly squares: number;
}

function binOf({ rows, error, squaredError }: ByPrediction, i: number): Bin {
  const [n, sum] = [rows[i] ?? 0, error[i] ?? 0];
  return { rows: n, error: sum, squares: Math.max(0, (squaredError[i] ?? 0) - (sum * sum) / n) };
}

/** Labels exceed their predictions by minus the error. */
function stratum(before: Bin, now: Bin): Stratum {
  const spread = ({ rows, squares }: Bin) => squares / (rows - 1);
  const pooled = (before.squares + now.squares) / (before.rows + now.rows - 2);
  const weight = (now.rows * now.rows) / before.rows;
  return {
    rows: now.rows,
    excess: (before.error * now.rows - now.error * before.rows) / before.rows,
    variance: now.rows * spread(now) + weight * spread(before),
    variancePooled: (now.rows + weight) * pooled,
  };
}
