import type { Engine } from '../lib/pipeline/ports.ts';
import { raw, type Sql, sql } from '../lib/sql/sql.ts';
import { isoDay } from './calendar.ts';
import { JANUARY, MODEL_VERSION, type Model, scored } from './model.ts';
import { uniform } from './uniform.ts';

/** The first day that is logged, and the day after the last. */
export const LOGGED = { from: Date.parse('2001-02-01'), until: Date.parse('2001-07-02') } as const;

/** Log-normal latency in milliseconds: half of the answers take 18 ms, 95 % less than 38 ms. */
const LATENCY = { median: 18, sigma: 0.45 } as const;

/** The id of a flight's prediction. */
export const predictionId = raw(`printf('flight-%07d', id)`);

/** Makes the table `log`: every scored flight of `flights` that belongs to the baseline or to the log. */
export async function scoreFlights(engine: Engine, flights: Sql, model: Model): Promise<void> {
  const normal = sql`sqrt(-2 * ln(${uniform('latency')})) * cos(2 * pi() * ${uniform('latency, too')})`;
  const wanted = sql`(FROM ${flights} WHERE departed >= ${isoDay(LOGGED.from)}::TIMESTAMP OR (${JANUARY.heldOut}))`;
  await engine.run(sql`CREATE TABLE log AS SELECT
    id, delayed,
    ${predictionId} AS prediction_id,
    departed AS predicted_at,
    score,
    (score >= ${model.decideAt}::DOUBLE)::INTEGER AS decision,
    hour, weekday, distance, origin, destination,
    round(${LATENCY.median} * exp(${LATENCY.sigma}::DOUBLE * ${normal}), 2) AS latency_ms,
    ${MODEL_VERSION} AS model_version
    FROM (${scored(wanted, model)})`);
}

/** The columns that a log holds. */
export const loggedColumns = raw(
  `prediction_id, predicted_at, score, decision, hour, weekday, distance, origin, destination, latency_ms, model_version`,
);
