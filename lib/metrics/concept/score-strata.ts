import { joinUntil, type Stratum } from '../../stats/conditional-change.ts';
import { total } from '../../stats/sums.ts';

/** Rows by label and bin of score. */
export interface LabelledScores {
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
}

/** Strata are fine: scores that move within one would change its share of positives though labels follow them as before. */
const STRATA = 1000;
/** So many of the baseline's rows make a stratum at least. */
const LEAST_ROWS = 50;
/** The window's share of positives is drawn to both sides' by so many rows, so that few rows are not taken for certain. */
const PRIOR_ROWS = 4;

/** Strata of successive score bins, of equal share of the baseline's rows; or why there are none. */
export function scoreStrata(
  before: LabelledScores | undefined,
  now: LabelledScores | undefined,
): Stratum[] | { readonly reason: string } {
  const rows = before ? total(before.positives) + total(before.negatives) : 0;
  if (!before || rows < LEAST_ROWS) {
    return { reason: `the baseline has less than ${LEAST_ROWS} labels with a score` };
  }
  if (!now || total(now.positives) + total(now.negatives) === 0) {
    return { reason: 'no labelled row has a score' };
  }
  const bins = before.positives.map((positives, i): Cell => {
    const negatives = before.negatives[i] ?? 0;
    return {
      rows: positives + negatives,
      positives,
      nowRows: (now.positives[i] ?? 0) + (now.negatives[i] ?? 0),
      nowPositives: now.positives[i] ?? 0,
    };
  });
  const least = Math.max(LEAST_ROWS, rows / STRATA);
  return joinUntil(bins, add, (cell) => cell.rows >= least).map(stratum);
}

interface Cell {
  readonly rows: number;
  readonly positives: number;
  readonly nowRows: number;
  readonly nowPositives: number;
}

function add(a: Cell, b: Cell): Cell {
  return {
    rows: a.rows + b.rows,
    positives: a.positives + b.positives,
    nowRows: a.nowRows + b.nowRows,
    nowPositives: a.nowPositives + b.nowPositives,
  };
}

function stratum({ rows, positives, nowRows, nowPositives }: Cell): Stratum {
  const pooled = (positives + nowPositives) / (rows + nowRows);
  const before = (positives + 0.5) / (rows + 1);
  const now = (nowPositives + PRIOR_ROWS * pooled) / (nowRows + PRIOR_ROWS);
  return {
    rows: nowRows,
    // Cross-multiplied, so that what is the same gives 0.
    excess: (nowPositives * rows - positives * nowRows) / rows,
    variance: nowRows * now * (1 - now) + ((nowRows * nowRows) / rows) * before * (1 - before),
    variancePooled: nowRows * (1 + nowRows / rows) * pooled * (1 - pooled),
  };
}
