import type { Monitor } from '../monitor/schema.ts';
import { segmentDefinitions } from '../monitor/segments.ts';
import type { Engine } from '../pipeline/ports.ts';
import { segmentAlias } from '../read/canonical.ts';
import { raw, sql } from '../sql/sql.ts';
import type { FrozenSegments } from './frame.ts';
import { segmentLabels } from './segment-labels.ts';

/** So many segments of one definition are measured by name: those of most rows. */
const NAMED = 50;

/** Freezes the segments of `loaded`: where numbers are cut into bins, and which are measured by name. */
export async function freezeSegments(engine: Engine, monitor: Monitor): Promise<FrozenSegments[]> {
  const edges = new Map<string, readonly number[] | null>();
  for (const { name, columns, bins } of segmentDefinitions(monitor)) {
    const [column = ''] = columns;
    edges.set(name, typeof bins === 'number' ? await quantiles(engine, column, bins) : bins);
  }
  const frozen: FrozenSegments[] = [];
  for (const { name, label } of segmentLabels(monitor, edges)) {
    const rows = await engine.rows(sql`SELECT ${label} AS name, count(*) AS n FROM loaded
      GROUP BY ALL ORDER BY n DESC, name LIMIT ${NAMED}`);
    const segments = rows.map((row) => String(row.name));
    frozen.push({ name, edges: edges.get(name) ?? null, segments });
  }
  return frozen;
}

/** The inner edges of bins of equal share, fewer where values repeat. */
async function quantiles(engine: Engine, column: string, bins: number): Promise<number[]> {
  const shares = Array.from({ length: bins - 1 }, (_, i) => (i + 1) / bins);
  const value = sql`try_cast(${segmentAlias(column)} AS DOUBLE)`;
  const [row] = await engine.rows(
    sql`SELECT quantile_disc(${value}, ${shares}::DOUBLE[]) FILTER (isfinite(${value})) AS edges, max(${value}) FILTER (isfinite(${value})) AS most FROM ${raw('loaded')}`,
  );
  const edges = (row?.edges ?? []) as number[];
  return [...new Set(edges)].filter((edge) => edge < Number(row?.most)).sort((a, b) => a - b);
}
