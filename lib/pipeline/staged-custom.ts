import { type CustomMetric, customMetrics } from '../monitor/custom-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import { segmentColumns } from '../monitor/segments.ts';
import { customAlias, segmentAlias } from '../read/canonical.ts';
import { join, type Sql, sql } from '../sql/sql.ts';
import type { Engine } from './ports.ts';

/** Staged rows of one window; a column that is wanted or that some file has is NULL in the files that lack it. */
export function scanStaged(paths: readonly string[], monitor: Monitor): Sql {
  const rows = sql`SELECT * FROM read_parquet(${paths}, union_by_name = true, hive_partitioning = false)`;
  const wanted = segmentColumns(monitor).map(
    (column) => sql`NULL::VARCHAR AS ${segmentAlias(column)}`,
  );
  return wanted.length === 0
    ? sql`(${rows})`
    : sql`(${rows} UNION ALL BY NAME SELECT * FROM (SELECT ${join(wanted)} LIMIT 0))`;
}

/**
 * The monitor's own metrics over labelled rows whose columns every one of these staged files has.
 *
 * What was staged before the monitor file named a column lacks it: a sum over the other files would be taken for the whole.
 */
export async function summable(
  engine: Engine,
  monitor: Monitor,
  paths: readonly string[],
): Promise<CustomMetric[]> {
  const labelled = customMetrics(monitor).filter((metric) => metric.labelled);
  if (labelled.length === 0) return [];
  const rows = await engine.rows(
    sql`SELECT name, count(DISTINCT file_name) AS files FROM parquet_schema(${paths}) GROUP BY name`,
  );
  const everywhere = new Set(
    rows.filter(({ files }) => Number(files) === paths.length).map(({ name }) => name),
  );
  return labelled.filter(({ columns }) =>
    columns.every((column) => everywhere.has(customAlias(column).text)),
  );
}
