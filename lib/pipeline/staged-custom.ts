import { type CustomMetric, customMetrics } from '../monitor/custom-metrics.ts';
import type { Monitor } from '../monitor/schema.ts';
import { customAlias } from '../read/canonical.ts';
import { type Sql, sql } from '../sql/sql.ts';
import type { Engine } from './ports.ts';

/** Staged rows of one window; a column that some of its files lack is NULL in theirs. */
export function scanStaged(paths: readonly string[]): Sql {
  return sql`read_parquet(${paths}, union_by_name = true, hive_partitioning = false)`;
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
