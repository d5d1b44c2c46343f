import { chiSquareSurvival } from './chi-square.ts';

/** How far something lies out: a statistic in squared standard errors, and how likely chance alone takes it so far. */
export interface Excess {
  readonly statistic: number;
  readonly p: number;
}

export interface Errors {
  readonly wrong: number;
  readonly rows: number;
}

/**
 * Whether a part of some rows has more errors than the rest of them: the one-sided likelihood-ratio test (G) of the 2 x 2 table,
 * with half an error moved from the part to the rest, which keeps it honest where errors are few.
 *
 * `part` is a true part of `all`. Statistic 0 and p 1 where its share of errors is no larger.
 *
 * @see Sokal & Rohlf, Biometry, the G-test of independence
 */
export function excessErrors(part: Errors, all: Errors): Excess {
  const wrong = part.wrong - 0.5;
  const rest = { wrong: all.wrong - wrong, rows: all.rows - part.rows };
  if (wrong / part.rows <= all.wrong / all.rows) return { statistic: 0, p: 1 };
  const cells = (errors: Errors) =>
    information(errors.wrong) + information(errors.rows - errors.wrong);
  const statistic =
    2 *
    (cells({ wrong, rows: part.rows }) +
      cells(rest) -
      information(part.rows) -
      information(rest.rows) -
      cells(all) +
      information(all.rows));
  return { statistic, p: chiSquareSurvival(statistic, 1) / 2 };
}

/**
 * Whether the mean of a part of some rows is above the mean of them all: one-sided z-test, with the part's own spread.
 *
 * `deviation` is the standard error of the part's mean, `share` the part's share of the rows: what they share does not vary.
 */
export function excessMean(difference: number, deviation: number, share: number): Excess {
  if (!(difference > 0 && deviation > 0 && share < 1)) return { statistic: 0, p: 1 };
  const statistic = (difference / deviation) ** 2 / (1 - share);
  return { statistic, p: chiSquareSurvival(statistic, 1) / 2 };
}

function information(count: number): number {
  return count > 0 ? count * Math.log(count) : 0;
}
