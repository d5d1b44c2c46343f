import { loadFlights } from '../../../demo/flights.ts';
import { fitModel, scored } from '../../../demo/model.ts';
import type { Engine } from '../../../lib/pipeline/ports.ts';
import { raw, sql } from '../../../lib/sql/sql.ts';
import type { Source } from './source.ts';

/** The first Monday after the month that the model learnt from, and so many whole weeks from there. */
const FIRST_MONDAY = '2001-02-05';
export const FLIGHT_WEEKS = 20;

/** The demo's flights as its model scored them, none of those that it learnt from and none of its injected incidents. */
export const flights: Source = {
  name: 'flights',
  task: 'binary',
  features: {
    hour: 'numeric',
    distance: 'numeric',
    origin: 'categorical',
    destination: 'categorical',
    score: 'numeric',
  },
  outcome: ['score: score', 'prediction: decision', 'label: delayed'],
  segment: 'origin',
  inDays: true,
  missing: () => null,
  load: async (engine: Engine) => {
    await loadFlights(engine);
    await engine.run(
      raw(`CREATE VIEW received AS SELECT id, departed, delayed, hour(departed)::INTEGER AS hour,
      strftime(departed, '%a') AS weekday, distance, origin, destination FROM flights`),
    );
    const model = await fitModel(engine, raw('received'));
    const first = sql`${FIRST_MONDAY}::TIMESTAMP`;
    const wanted = sql`(FROM received WHERE departed >= ${first} AND departed < ${first} + to_days(${FLIGHT_WEEKS * 7}))`;
    await engine.run(sql`CREATE TABLE source AS SELECT id AS row_id,
      date_diff('day', ${first}, departed) AS day,
      epoch(departed) % 86400 AS second,
      hour, distance, origin, destination, score, (score >= ${model.decideAt}::DOUBLE)::INTEGER AS decision, delayed
      FROM (${scored(wanted, model)})`);
    await engine.run(raw('DROP TABLE flights CASCADE'));
  },
};
