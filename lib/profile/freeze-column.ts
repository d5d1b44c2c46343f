import type { Engine } from '../pipeline/ports.ts';
import { type Sql, sql } from '../sql/sql.ts';
import { quantileRanks, quantilesAtRanks } from '../stats/quantile.ts';
import { total } from '../stats/sums.ts';
import type { CategoricalColumn, Column, NumericColumn } from './column.ts';
import { buildEdges, CURVE_CELLS } from './edges.ts';
import { LATENCY_EDGES } from './latency-edges.ts';
import { NAME_LENGTH } from './statistics/categories.ts';

const BINS = 250;
/** Quantiles beyond the first and last of the even ones, so that long tails are resolved too. */
const TAILS = [1 / 500, 1 / 1000, 1 / 2500, 1 / 5000, 1 / 10_000, 1 / 25_000, 1 / 100_000];
const ROWS_PER_TAIL_BIN = 10;
const NAMED_CATEGORIES = 500;

/** Freezes a column over the rows of `relation`, whose canonical value is `value`. */
export async function freezeColumn(
  engine: Engine,
  column: Pick<Column, 'name' | 'role' | 'type'>,
  relation: Sql,
  value: Sql,
): Promise<Column> {
  return column.type === 'numeric'
    ? freezeNumeric(engine, column, relation, value)
    : freezeCategorical(engine, column, relation, value);
}

async function freezeNumeric(
  engine: Engine,
  { name, role }: Pick<Column, 'name' | 'role'>,
  relation: Sql,
  value: Sql,
): Promise<NumericColumn> {
  const values = sql`(SELECT ${value} AS x FROM ${relation} WHERE NOT isnan(${value}))`;
  const [summary] = await engine.rows(
    sql`SELECT count(x) AS n, avg(x) AS mean, min(x) AS low, max(x) AS high FROM ${values}`,
  );
  const n = Number(summary?.n ?? 0);
  const center = Number(summary?.mean ?? 0);
  if (role === 'latency')
    return { name, role, type: 'numeric', edges: LATENCY_EDGES, decileEdges: [], center };
  if (n === 0 || role === 'attribution')
    return { name, role, type: 'numeric', edges: [], decileEdges: [], center };
  const tails = TAILS.filter((share) => n * share >= ROWS_PER_TAIL_BIN);
  const even = Array.from({ length: BINS - 1 }, (_, i) => i + 1);
  const shares = [...even.map((k) => k / BINS), ...tails, ...tails.map((share) => 1 - share)];
  // One sort: quantile_cont would search anew for every quantile. Ranks count from 1 in DuckDB.
  const places = quantileRanks(n, CURVE_CELLS).map((rank) => rank + 1);
  const [row] = await engine.rows(
    sql`SELECT list_select(list_sort(list(x)), ${places}) AS x FROM ${values}`,
  );
  const curve = quantilesAtRanks(row?.x as number[], n, CURVE_CELLS);
  const at = (share: number) => curve[Math.round(share * CURVE_CELLS)] as number;
  const atoms = await engine.rows(
    sql`SELECT x FROM ${values} GROUP BY x HAVING count(*) > ${n / BINS} ORDER BY x`,
  );
  const edges = buildEdges({
    quantiles: shares.map(at),
    deciles: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => at(k / 10)),
    curve,
    min: summary?.low as number,
    max: summary?.high as number,
    atoms: atoms.map((atom) => atom.x as number),
  });
  return { name, role, type: 'numeric', ...edges, center, values: n };
}

async function freezeCategorical(
  engine: Engine,
  { name, role }: Pick<Column, 'name' | 'role'>,
  relation: Sql,
  value: Sql,
): Promise<CategoricalColumn> {
  const rows =
    await engine.rows(sql`SELECT left(${value}, ${NAME_LENGTH}) AS name, count(*) AS n FROM ${relation}
    WHERE ${value} IS NOT NULL GROUP BY ALL ORDER BY n DESC, name LIMIT ${NAMED_CATEGORIES + 1}`);
  const counts = rows.map((row) => Number(row.n));
  return {
    name,
    role,
    type: 'categorical',
    values: total(counts),
    singletons: counts.filter((count) => count === 1).length,
    categories: rows.slice(0, NAMED_CATEGORIES).map((row) => String(row.name)),
    truncated: rows.length > NAMED_CATEGORIES,
  };
}
