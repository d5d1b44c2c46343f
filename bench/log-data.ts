import { uniform } from '../demo/uniform.ts';
import { raw, type Sql, sql } from '../lib/sql/sql.ts';

/** Where the log starts; it spans two days, whatever its number of rows. */
export const LOG_START = '2026-03-02';
export const LOG_END = '2026-03-04';
const SPAN_MICROSECONDS = 2 * 86_400_000_000;

/** Rows of the reference data set; they come before the log's. */
export const BASELINE_ROWS = 50_000;

/** In brackets, for DuckDB binds `**` before `/`. */
const u = (purpose: string): Sql => sql`(${uniform(purpose)})`;
const normal = (purpose: string): Sql =>
  sql`(sqrt(-2 * ln(${u(`${purpose} r`)})) * cos(2 * pi() * ${u(`${purpose} a`)}))`;
const exponential = (purpose: string): Sql => sql`(-ln(${u(purpose)}))`;
const sometimes = (purpose: string, share: number, value: Sql, otherwise: Sql): Sql =>
  sql`CASE WHEN ${u(`${purpose} missing`)} < ${share} THEN ${value} ELSE ${otherwise} END`;
const nulls = (purpose: string, share: number, value: Sql): Sql =>
  sometimes(purpose, share, raw('NULL'), value);
/** Names with a prefix, the first one the most frequent. */
const names = (purpose: string, count: number): Sql =>
  sql`concat(${`${purpose}-`}, floor(${count} * ${u(purpose)} ** 2)::INTEGER)`;

/** Twenty numbers of shapes as logs have them. */
const NUMERIC: Readonly<Record<string, Sql>> = {
  income: nulls('income', 0.02, sql`round(exp(10.5e0 + 0.6e0 * ${normal('income')}), 2)`),
  age: sql`(18 + floor(72 * ${u('age')} ** 1.4e0))::INTEGER`,
  loan_amount: sql`(100 * round(exp(4.5e0 + ${normal('loan')})))::INTEGER`,
  debt_ratio: sql`round(${u('debt 1')} * ${u('debt 2')}, 4)`,
  utilisation: sometimes('utilisation', 0.2, raw('0'), sql`round(${u('utilisation')}, 3)`),
  inquiries: sql`floor(1.5e0 * ${exponential('inquiries')})::INTEGER`,
  late_payments: sometimes('late', 0.85, raw('0'), sql`floor(3 * ${exponential('late')})::INTEGER`),
  months_employed: nulls('months', 0.05, sql`floor(60 * ${exponential('months')})::INTEGER`),
  interest_rate: sometimes(
    'rate',
    0.4,
    sql`round(3 + 0.4e0 * ${normal('rate')}, 2)`,
    sql`round(9 + ${normal('rate')}, 2)`,
  ),
  balance: sql`round(1000 * ${normal('balance')}, 2)`,
  largest_purchase: sql`round(20 / ${u('purchase')} ** 0.7e0, 2)`,
  credit_score: nulls(
    'credit',
    0.01,
    sql`greatest(300, least(850, round(680 + 80 * ${normal('credit')})))::INTEGER`,
  ),
  term_months: sql`[12, 24, 36, 60][1 + floor(4 * ${u('term')})::INTEGER]`,
  is_owner: nulls('owner', 0.03, sql`(${u('owner')} < 0.6e0)::INTEGER`),
  days_since_contact: nulls('contact', 0.15, sql`round(30 * ${exponential('contact')}, 1)`),
  leak_rate: sql`1e-6 * exp(${normal('leak')})`,
  account_value: sql`floor(1e9 * ${u('account')})::BIGINT`,
  embedding_1: normal('embedding 1'),
  embedding_2: normal('embedding 2'),
  outside_temperature: sql`round(12 + 8 * sin(2 * pi() * position / 43200000000) + 2 * ${normal('temperature')}, 1)`,
};

/** Five texts: a few values, many, and more than a baseline counts by name. */
const CATEGORICAL: Readonly<Record<string, Sql>> = {
  country: names('country', 12),
  region: names('region', 60),
  device: nulls('device', 0.04, names('device', 5)),
  employment: names('employment', 8),
  merchant: names('merchant', 2000),
};

/** How the columns of the log are to be read from text. */
export const LOG_COLUMNS: readonly (readonly [name: string, type: 'DOUBLE' | 'VARCHAR'])[] = [
  ['prediction_id', 'VARCHAR'],
  ['predicted_at', 'VARCHAR'],
  ['model_version', 'VARCHAR'],
  ['p_default', 'DOUBLE'],
  ['decision', 'VARCHAR'],
  ['latency_ms', 'DOUBLE'],
  ...Object.keys(NUMERIC).map((name) => [name, 'DOUBLE'] as const),
  ...Object.keys(CATEGORICAL).map((name) => [name, 'VARCHAR'] as const),
];

/** What to watch: every feature of the log, by window of a day, by version and by country. */
export const MONITOR = {
  monitor: 'bench',
  task: 'binary',
  window: '1d',
  columns: {
    id: 'prediction_id',
    timestamp: 'predicted_at',
    prediction: 'decision',
    score: 'p_default',
    latency_ms: 'latency_ms',
    variant: 'model_version',
    segments: ['country'],
    features: Object.fromEntries([
      ...Object.keys(NUMERIC).map((name) => [name, 'numeric']),
      ...Object.keys(CATEGORICAL).map((name) => [name, 'categorical']),
    ]),
  },
};

/** The log of `rows` predictions in the order of their time. Every value follows from the row's number alone. */
export function selectLog(rows: number): Sql {
  return selectRows(0, rows, rows);
}

/** The reference data set of that log. */
export function selectBaseline(rows: number): Sql {
  return selectRows(-BASELINE_ROWS, 0, rows);
}

function selectRows(from: number, until: number, rows: number): Sql {
  const features = Object.entries({ ...NUMERIC, ...CATEGORICAL }).map(
    ([name, value]) => sql`${value} AS ${raw(name)}`,
  );
  const logit = sql`2 * ln(debt_ratio + 0.2e0) - 0.01e0 * (age - 45) + ${normal('score')}`;
  return sql`SELECT md5(id::VARCHAR)::UUID::VARCHAR AS prediction_id,
      ${LOG_START}::TIMESTAMP + to_microseconds(position) AS predicted_at,
      CASE WHEN ${u('version')} < 0.7e0 THEN '2026-02' ELSE '2026-03' END AS model_version,
      1 / (1 + exp(-(${logit}))) AS p_default,
      (p_default >= 0.5e0)::INTEGER AS decision,
      round(20 * exp(0.7e0 * ${normal('latency')}), 3) AS latency_ms,
      * EXCLUDE (id, position)
    FROM (SELECT id, position, ${raw(features.map(({ text }) => text).join(', '))}
      FROM (SELECT range AS id, (range * ${Math.floor(SPAN_MICROSECONDS / rows)})::BIGINT AS position FROM range(${from}, ${until})))
    ORDER BY id`;
}
