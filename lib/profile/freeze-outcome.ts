import { parseDuration } from '../monitor/duration.ts';
import { labelColumn } from '../monitor/label-column.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { Engine } from '../pipeline/ports.ts';
import { type Sql, sql } from '../sql/sql.ts';
import type { Column, OutcomeFrame } from './column.ts';

/** A window is cut into at most so many parts of time. */
export const PARTS = 1440;
const PREDICTION_BINS = 20;
/** Ratio of neighbouring error edges: a value read off its bin's middle is at most 1 % off. */
const ERROR_RATIO = 1.02;
/** The smallest and the largest error that is resolved, in standard deviations of the labels. */
const ERROR_RANGE = [1e-4, 1e2] as const;
const MISS_QUANTILE = 0.9;

/** Freezes the bins of scores and errors over the canonical rows of `relation`. */
export async function freezeOutcome(
  engine: Engine,
  monitor: Monitor,
  columns: readonly Column[],
  relation: Sql,
): Promise<OutcomeFrame> {
  const classes = Object.keys(monitor.columns.scores ?? {});
  const windowMinutes = parseDuration(monitor.window) / 60_000;
  const frame: OutcomeFrame = {
    task: monitor.task,
    scoreEdges: scoreEdges(monitor, columns),
    classes,
    actualCenter: 0,
    errorEdges: [],
    predictionEdges: [],
    missAbove: null,
    partMinutes: Math.max(1, Math.ceil(windowMinutes / PARTS)),
  };
  return monitor.task === 'regression'
    ? { ...frame, ...(await freezeErrors(engine, monitor, columns, relation)) }
    : frame;
}

/** In whole minutes: what cuts the time from the first to the last row of `relation` into at most as many parts as a window. */
export async function partMinutesOf(engine: Engine, relation: Sql, least: number): Promise<number> {
  const [row] = await engine.rows(
    sql`SELECT (epoch_ms(max(event_time)) - epoch_ms(min(event_time))) / 60000 AS span FROM ${relation} WHERE isfinite(event_time)`,
  );
  return Math.max(least, Math.ceil(Number(row?.span ?? 0) / PARTS));
}

/** Scores are held against labels far from where the baseline held scores, too, and close to 0 and 1. */
function scoreEdges({ columns: named }: Monitor, columns: readonly Column[]): number[] {
  const even = (parts: number) => Array.from({ length: parts + 1 }, (_, i) => i / parts);
  const logits = Array.from({ length: 401 }, (_, i) => 1 / (1 + Math.exp((i - 200) / 10)));
  if (named.scores !== undefined) return ascending([...even(500), ...logits]);
  if (named.score === undefined) return [];
  const score = columns.find(({ name, role }) => role === 'score' && name === named.score);
  return score?.type === 'numeric'
    ? ascending([...score.edges, ...even(1000), ...logits])
    : even(1000).slice(1, -1);
}

async function freezeErrors(
  engine: Engine,
  monitor: Monitor,
  columns: readonly Column[],
  relation: Sql,
): Promise<Partial<OutcomeFrame>> {
  const shares = Array.from({ length: PREDICTION_BINS - 1 }, (_, i) => (i + 1) / PREDICTION_BINS);
  const [row = {}] = await engine.rows(sql`SELECT avg(label) AS mean,
    coalesce(stddev_pop(label), stddev_pop(predicted)) AS spread,
    quantile_cont(predicted, ${shares}::DOUBLE[]) AS quantiles,
    quantile_cont(abs(predicted - label), ${MISS_QUANTILE}::DOUBLE) AS miss FROM ${relation}`);
  const prediction = columns.find(
    ({ name, role }) => role === 'prediction' && name === monitor.columns.prediction,
  );
  const edges = prediction?.type === 'numeric' ? prediction.edges : [];
  const quantiles = edges.length > 0 ? ((row.quantiles ?? []) as number[]) : [];
  return {
    actualCenter: Number(row.mean ?? 0),
    errorEdges: errorEdges(Number(row.spread ?? 0) || 1),
    predictionEdges: ascending(quantiles.map((quantile) => nearest(edges, quantile))),
    missAbove: row.miss !== null && labelColumn(monitor) !== undefined ? Number(row.miss) : null,
  };
}

function errorEdges(spread: number): number[] {
  const [least, most] = ERROR_RANGE;
  const steps = Math.ceil(Math.log(most / least) / Math.log(ERROR_RATIO));
  const sizes = Array.from({ length: steps + 1 }, (_, i) => spread * least * ERROR_RATIO ** i);
  return [...sizes.map((size) => -size).reverse(), 0, ...sizes];
}

function nearest(edges: readonly number[], value: number): number {
  return edges.reduce((best, edge) =>
    Math.abs(edge - value) < Math.abs(best - value) ? edge : best,
  );
}

function ascending(edges: readonly number[]): number[] {
  return [...new Set(edges)].sort((a, b) => a - b);
}
