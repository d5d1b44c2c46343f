import type { Monitor } from '../monitor/schema.ts';
import { segmentDefinitions } from '../monitor/segments.ts';
import { segmentAlias } from '../read/canonical.ts';
import { join, type Sql, sql } from '../sql/sql.ts';
import type { Frame } from './frame.ts';
import { NAME_LENGTH } from './statistics/categories.ts';

const MISSING = '(missing)';

/** The segment of a canonical row by each definition of the monitor: `country=DE`, `age=(30, 45]`, `country=DE & device=tv`. */
export function segmentLabels(
  monitor: Monitor,
  edgesOf: ReadonlyMap<string, readonly number[] | null>,
): { readonly name: string; readonly label: Sql }[] {
  return segmentDefinitions(monitor).map((definition) => {
    const edges = edgesOf.get(definition.name) ?? null;
    const parts = definition.columns.map((column) => {
      const value = segmentAlias(column);
      const shown = edges === null ? sql`left(${value}, ${NAME_LENGTH})` : binned(value, edges);
      return sql`${`${column}=`} || ${shown}`;
    });
    return { name: definition.name, label: sql`(${join(parts, ` || ' & ' || `)})` };
  });
}

/** The same, with what is not measured by name pooled as `<name>=(other)`. */
export function knownSegments(monitor: Monitor, { segments }: Frame): Sql[] {
  const frozen = new Map(segments.map((one) => [one.name, one]));
  const edges = new Map(segments.map((one) => [one.name, one.edges]));
  return segmentLabels(monitor, edges).map(({ name, label }) => {
    const kept = frozen.get(name)?.segments ?? [];
    const other = `${name}=(other)`;
    if (kept.length === 0) return sql`${other}`;
    return sql`CASE WHEN ${label} IN (${join(kept.map((value) => sql`${value}`))}) THEN ${label} ELSE ${other} END`;
  });
}

function binned(value: Sql, edges: readonly number[]): Sql {
  const number = sql`try_cast(${value} AS DOUBLE)`;
  const bins = edges.map((edge, i) => {
    const from = edges[i - 1];
    return sql`WHEN ${number} <= ${edge} THEN ${from === undefined ? `<= ${edge}` : `(${from}, ${edge}]`}`;
  });
  return sql`CASE WHEN ${number} IS NULL OR isnan(${number}) THEN ${MISSING} ${join(bins, ' ')} ELSE ${`> ${edges.at(-1) ?? ''}`} END`;
}
