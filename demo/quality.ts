import type { Engine } from '../lib/pipeline/ports.ts';
import { type Sql, sql } from '../lib/sql/sql.ts';

/** How good a model's scores are. */
export interface Quality {
  readonly rows: number;
  readonly lateShare: number;
  readonly meanScore: number;
  readonly rocAuc: number;
  readonly logLoss: number;
  /** Mean gap between score and late share over ten groups of equal size, ordered by score. */
  readonly calibrationError: number;
}

/** Measured over all rows of `relation`, which has `score` and `delayed`. */
export async function measureQuality(engine: Engine, relation: Sql): Promise<Quality> {
  const [row = {}] = await engine.rows(sql`WITH ranked AS (
      SELECT score, delayed, ntile(10) OVER (ORDER BY score) AS tenth,
        rank() OVER (ORDER BY score) + (count(*) OVER (PARTITION BY score) - 1) / 2 AS rank
      FROM ${relation}),
    tenths AS (SELECT count(*) AS n, abs(avg(score) - avg(delayed)) AS gap FROM ranked GROUP BY tenth)
    SELECT count(*)::DOUBLE AS rows, avg(delayed) AS late_share, avg(score) AS mean_score,
      (sum(rank) FILTER (delayed = 1) - sum(delayed) * (sum(delayed) + 1) / 2)
        / (sum(delayed) * (count(*) - sum(delayed))) AS roc_auc,
      -avg(ln(CASE delayed WHEN 1 THEN score ELSE 1 - score END)) AS log_loss,
      (SELECT sum(n * gap) / sum(n) FROM tenths) AS calibration_error
    FROM ranked`);
  const number = (name: string): number => Number(row[name]);
  return {
    rows: number('rows'),
    lateShare: number('late_share'),
    meanScore: number('mean_score'),
    rocAuc: number('roc_auc'),
    logLoss: number('log_loss'),
    calibrationError: number('calibration_error'),
  };
}
