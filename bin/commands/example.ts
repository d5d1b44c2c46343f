import { type Sql, sql } from '../../lib/sql/sql.ts';

/** The monitor file that `init` writes. */
export const exampleMonitor = `# What to watch and how: docs/monitor-file.md has every key.
monitor: credit-risk
task: binary
schedule: rate(1 hour)
window: 1d
columns:
  id: prediction_id
  timestamp: predicted_at
  prediction: decision
  score: p_default
  positive: 1
  label: defaulted
  latency_ms: latency_ms
  variant: model_version
  segments: [country]
  features: auto
labels:
  from: s3
  wait: 30d
retrain:
  on: [drift, performance]
  cooldown: 7d
`;

const ROWS_A_DAY = 3000;

/** Statements that write the example's files, by path in the workspace; the days are the three before today. */
export function exampleRows(today: Date): Record<string, (path: string) => Sql> {
  const day = (back: number) =>
    new Date(Date.parse(today.toISOString().slice(0, 10)) - back * 86_400_000)
      .toISOString()
      .slice(0, 10);
  const features = (from: number, drifted: boolean) => sql`SELECT i,
      round(exp(10.5 + 0.5 * sqrt(-2 * ln(u1)) * cos(6.283185307179586e0 * u2)) * ${drifted ? 1.5 : 1}, 2) AS income,
      (20 + 50 * u3)::INTEGER AS age, CASE WHEN u4 < 5e-1 THEN 'DE' WHEN u4 < 8e-1 THEN 'FR' ELSE 'PL' END AS country,
      CASE WHEN u5 < 6e-1 THEN 'card' ELSE 'loan' END AS product, u6, u7
    FROM (SELECT i, ${draw(1)} AS u1, ${draw(2)} AS u2, ${draw(3)} AS u3, ${draw(4)} AS u4, ${draw(5)} AS u5, ${draw(6)} AS u6, ${draw(7)} AS u7
      FROM range(${from}, ${from + ROWS_A_DAY}) r(i))`;
  const scored = (from: number, drifted: boolean) =>
    sql`SELECT *, 1 / (1 + exp(2 * ln(income / 36000) + (age - 45) / 30.0e0)) AS p FROM (${features(from, drifted)})`;
  const logged = (
    from: number,
    drifted: boolean,
    start: string,
  ) => sql`SELECT concat('p', i) AS prediction_id,
      strftime(${start}::TIMESTAMP + to_seconds((86400 * (i - ${from}) / ${ROWS_A_DAY})::BIGINT), '%Y-%m-%dT%H:%M:%SZ') AS predicted_at,
      round(p, 4) AS p_default, (p >= 5e-1)::INTEGER AS decision, income, age, country, product,
      round(20 * exp(u6), 1) AS latency_ms, 'v1' AS model_version FROM (${scored(from, drifted)}) ORDER BY i`;
  const outcome = (from: number) =>
    sql`SELECT concat('p', i) AS prediction_id, (u7 < p)::INTEGER AS defaulted FROM (${scored(from, false)}) ORDER BY i`;
  const csv = (rows: Sql) => (path: string) => sql`COPY (${rows}) TO ${path} (FORMAT csv, HEADER)`;
  const jsonl = (rows: Sql) => (path: string) => sql`COPY (${rows}) TO ${path} (FORMAT json)`;
  return {
    'baselines/credit-risk/v1/reference.csv': csv(
      sql`SELECT round(p, 4) AS p_default, (p >= 5e-1)::INTEGER AS decision, income, age, country, product,
        round(20 * exp(u6), 1) AS latency_ms, (u7 < p)::INTEGER AS defaulted FROM (${scored(0, false)}) ORDER BY i`,
    ),
    [`predictions/credit-risk/${day(3)}.jsonl`]: jsonl(logged(10_000, false, day(3))),
    [`predictions/credit-risk/${day(2)}.jsonl`]: jsonl(logged(20_000, false, day(2))),
    [`predictions/credit-risk/${day(1)}.jsonl`]: jsonl(logged(30_000, true, day(1))),
    [`labels/credit-risk/${day(3)}.csv`]: csv(outcome(10_000)),
    [`labels/credit-risk/${day(2)}.csv`]: csv(outcome(20_000)),
  };
}

/** A number in (0, 1) that follows from the row and the purpose. */
function draw(purpose: number): Sql {
  return sql`((hash(i, ${purpose}) % 1000003) + 5e-1) / 1000003`;
}
