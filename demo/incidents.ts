import { type Sql, sql } from '../lib/sql/sql.ts';
import { uniform } from './uniform.ts';

/** Something that goes wrong upstream, from one week until it is mended. Days are the Mondays of those weeks. */
export interface Injection {
  readonly name: string;
  /** The column that an alert must name. */
  readonly column: string;
  readonly from: string;
  readonly until: string;
}

const KILOMETRES_PER_MILE = 1.609344;

const kilometres: Injection = {
  name: 'distance in kilometres',
  column: 'distance',
  from: '2001-03-19',
  until: '2001-04-09',
};
const nullOrigin: Injection = {
  name: '30 % of origin null',
  column: 'origin',
  from: '2001-05-14',
  until: '2001-06-04',
};

/** What the demo breaks. Only the feed and the final comparison read this; the monitor does not. */
export const INJECTIONS: readonly Injection[] = [kilometres, nullOrigin];

/**
 * What the upstream feed sends of each flight, which is what the model receives and what is logged.
 *
 * id, departed, delayed, hour, weekday, distance, origin, destination.
 */
export function feed(): Sql {
  return sql`SELECT id, departed, delayed,
    hour(departed)::INTEGER AS hour,
    strftime(departed, '%a') AS weekday,
    CASE WHEN ${during(kilometres)} THEN round(distance * ${KILOMETRES_PER_MILE})::INTEGER ELSE distance END AS distance,
    CASE WHEN ${during(nullOrigin)} AND ${uniform('origin')} < 0.3::DOUBLE THEN NULL ELSE origin END AS origin,
    destination
    FROM flights`;
}

function during({ from, until }: Injection): Sql {
  return sql`departed >= ${from}::TIMESTAMP AND departed < ${until}::TIMESTAMP`;
}
