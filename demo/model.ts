import type { Engine } from '../lib/pipeline/ports.ts';
import { ident, join, raw, type Sql, sql } from '../lib/sql/sql.ts';
import { fitLogistic, linear, sigmoid } from './logistic.ts';

export const MODEL_VERSION = '2001-02-01';

/** "Will this flight arrive more than 15 minutes late?": a logistic regression over smoothed late rates. */
export interface Model {
  /** The intercept, then one weight per group. */
  readonly weights: readonly number[];
  /** Scores from here on are decided as late; about as many flights as were late in January. */
  readonly decideAt: number;
}

/** A rate is drawn to January's as if this many more flights had been seen in its group. */
const SMOOTHING = 50;

/** Groups of flights whose late rate says something; a value never seen, or NULL, counts as the average. */
const GROUPS: Readonly<Record<string, Sql>> = {
  hour: raw('hour'),
  weekday: raw('weekday'),
  origin: raw('origin'),
  destination: raw('destination'),
  hour_and_distance: raw('hour * 100 + least(distance // 250, 11)'),
};

const january = raw(`departed < '2001-02-01'::TIMESTAMP`);
const dayOfMonth = raw('day(departed)');

/**
 * Days of January, because flights of one day share its weather: rates come from some days, their weights from days
 * that those rates have not seen, and the baseline from days that neither has seen. 1, 5, 9 .. 25, then 3, 7 .. 27
 * hold every weekday once, 2, 4 .. 28 every weekday twice.
 */
export const JANUARY = {
  rates: sql`${january} AND ${dayOfMonth} % 4 = 1 AND ${dayOfMonth} <= 27`,
  weights: sql`${january} AND ${dayOfMonth} % 4 = 3 AND ${dayOfMonth} <= 27`,
  fitted: sql`${january} AND (${dayOfMonth} % 2 = 1 OR ${dayOfMonth} > 28)`,
  heldOut: sql`${january} AND ${dayOfMonth} % 2 = 0 AND ${dayOfMonth} <= 28`,
} as const;

/** Fits the model to January's days in `flights`, a relation with the model's inputs, `departed` and `delayed`. */
export async function fitModel(engine: Engine, flights: Sql): Promise<Model> {
  await learnRates(engine, sql`(FROM ${flights} WHERE ${JANUARY.rates})`);
  await engine.run(
    sql`CREATE OR REPLACE TABLE encoded AS ${encoded(sql`(FROM ${flights} WHERE ${JANUARY.weights})`)}`,
  );
  const weights = await fitLogistic(engine, raw('encoded'), raw('delayed'), terms());
  await learnRates(engine, sql`(FROM ${flights} WHERE ${JANUARY.fitted})`);
  return { weights, decideAt: await matchBaseRate(engine, flights, weights) };
}

/** The rows of `flights` with their score, the probability of a late arrival. Needs `fitModel` on the same engine. */
export function scored(flights: Sql, { weights }: Pick<Model, 'weights'>): Sql {
  const score = sql`round(${sigmoid(linear(terms(), weights))}, 6)`;
  const effects = join(Object.keys(GROUPS).map(effect));
  return sql`SELECT * EXCLUDE (${effects}), ${score} AS score FROM (${encoded(flights)})`;
}

const effect = (group: string): Sql => ident(`${group}_effect`);
const rates = (group: string): Sql => ident(`${group}_rates`);
const terms = (): Sql[] => [raw('1::DOUBLE'), ...Object.keys(GROUPS).map(effect)];

/** One table per group: what belonging to it adds to the log-odds of being late. */
async function learnRates(engine: Engine, flights: Sql): Promise<void> {
  const prior = raw('(SELECT avg(delayed) FROM fitting)');
  await engine.run(sql`CREATE OR REPLACE TEMP TABLE fitting AS FROM ${flights}`);
  for (const [group, key] of Object.entries(GROUPS)) {
    await engine.run(sql`CREATE OR REPLACE TABLE ${rates(group)} AS
      SELECT key, round(ln(late / (flights - late)) - ln(prior / (1 - prior)), 6) AS effect FROM (
        SELECT ${key} AS key, any_value(${prior}) AS prior,
          count(*) + ${SMOOTHING} AS flights, sum(delayed) + ${SMOOTHING} * any_value(${prior}) AS late
        FROM fitting GROUP BY 1)`);
  }
}

function encoded(flights: Sql): Sql {
  const effects = Object.keys(GROUPS).map(
    (group) => sql`coalesce(${rates(group)}.effect, 0) AS ${effect(group)}`,
  );
  const joins = Object.entries(GROUPS).map(
    ([group, key]) => sql`LEFT JOIN ${rates(group)} ON ${rates(group)}.key = ${key}`,
  );
  return sql`SELECT flight.*, ${join(effects)} FROM ${flights} AS flight ${join(joins, ' ')}`;
}

/** The score above which as many fitted flights lie as were late. */
async function matchBaseRate(
  engine: Engine,
  flights: Sql,
  weights: readonly number[],
): Promise<number> {
  const scores = scored(sql`(FROM ${flights} WHERE ${JANUARY.fitted})`, { weights });
  await engine.run(sql`CREATE OR REPLACE TABLE fitted AS SELECT score, delayed FROM (${scores})`);
  const [share = {}] = await engine.rows(sql`SELECT avg(delayed) AS late FROM fitted`);
  const [row = {}] = await engine.rows(
    sql`SELECT round(quantile_cont(score, ${1 - Number(share.late)}), 3) AS decide_at FROM fitted`,
  );
  return Number(row.decide_at);
}
