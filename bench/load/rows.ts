import { uniform } from '../../demo/uniform.ts';
import { join, raw, type Sql, sql } from '../../lib/sql/sql.ts';
import type { LoadShape } from './shape.ts';

/** Where a load starts, ISO date. */
export const LOAD_START = '2026-03-02';
const DAY_MICROSECONDS = 86_400_000_000;
const REFERENCE_ROWS = 20_000;

export const MONITOR_NAME = 'load';
const feature = (i: number) => `feature_${i}`;
const isCategorical = (i: number) => i % 5 === 4;

/** The first instant after all windows. */
export function loadEnd({ windows }: LoadShape): Date {
  return new Date(Date.parse(LOAD_START) + windows * 86_400_000);
}

/** A monitor file for a load, before defaults. */
export function loadMonitor({ columns, segments, labelObjects }: LoadShape) {
  const features = Array.from({ length: columns }, (_, i) => [
    feature(i),
    isCategorical(i) ? 'categorical' : 'numeric',
  ]);
  return {
    monitor: MONITOR_NAME,
    task: 'binary',
    window: '1d',
    columns: {
      id: 'prediction_id',
      timestamp: 'predicted_at',
      prediction: 'decision',
      score: 'score',
      ...(segments > 0 && { segments: ['segment'] }),
      features: Object.fromEntries(features),
    },
    ...(labelObjects > 0 && { labels: { from: 's3', label: 'outcome' } }),
  };
}

const u = (purpose: string): Sql => sql`(${uniform(purpose)})`;

function selectValue(i: number): Sql {
  const name = feature(i);
  if (isCategorical(i)) return sql`concat('v', floor(${10 * (i + 1)} * ${u(name)} ** 2)::INTEGER)`;
  const normal = sql`sqrt(-2 * ln(${u(`${name} r`)})) * cos(2 * pi() * ${u(`${name} a`)})`;
  return sql`round(${10 * (i + 1)} + ${normal}, 3)`;
}

/** Predictions by time. */
export function selectPredictions(shape: LoadShape, until = shape.rows, from = 0): Sql {
  const features = Array.from(
    { length: shape.columns },
    (_, i) => sql`${selectValue(i)} AS ${raw(feature(i))}`,
  );
  const segment = sql`concat('s', floor(${shape.segments} * ${u('segment')})::INTEGER) AS segment,`;
  const step = Math.floor((shape.windows * DAY_MICROSECONDS) / shape.rows);
  return sql`SELECT md5(id::VARCHAR)::UUID::VARCHAR AS prediction_id,
      ${LOAD_START}::TIMESTAMP + to_microseconds(id * ${step}) AS predicted_at,
      round(${u('score')}, 4) AS score, (score >= 0.5e0)::INTEGER AS decision,
      ${shape.segments > 0 ? segment : raw('')} ${join(features)}
    FROM (SELECT range AS id FROM range(${from}, ${until})) ORDER BY id`;
}

/** A label for every prediction, in the order of the predictions. */
export function selectLabels({ rows }: LoadShape): Sql {
  return sql`SELECT md5(id::VARCHAR)::UUID::VARCHAR AS prediction_id, (${u('outcome')} < ${u('score')})::INTEGER AS outcome
    FROM (SELECT range AS id FROM range(${rows})) ORDER BY id`;
}

/** The reference data set: rows before the load, with their outcomes. */
export function selectReference(shape: LoadShape): Sql {
  return sql`SELECT *, (${u('outcome')} < score)::INTEGER AS outcome
    FROM (SELECT *, row_number() OVER () AS id FROM (${selectPredictions(shape, 0, -REFERENCE_ROWS)}))`;
}
