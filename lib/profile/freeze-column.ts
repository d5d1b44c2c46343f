import type { Engine } from '../pipeline/ports.ts';
import { type Sql, sql } from '../sql/sql.ts';
import type { CategoricalColumn, Column, NumericColumn } from './column.ts';
import { buildEdges } from './edges.ts';
import { LATENCY_EDGES } from './latency-edges.ts';
import { NAME_LENGTH } from './statistics/categories.ts';

/** So many that wasserstein stays within 1 % of its exact value; 250 were measured to be up to 3 % off. */
const BINS = 1000;
const DECILES = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => (k * BINS) / 10);
/** Quantiles beyond the first and last of the even ones, so that long tails are resolved too. */
const TAILS = [1 / 2500, 1 / 5000, 1 / 10_000, 1 / 25_000, 1 / 100_000];
const ROWS_PER_TAIL_BIN = 10;
const NAMED_CATEGORIES = 500;
/** A score is compared with labels far from where the baseline held scores, too. */
const SCORE_GRID = Array.from({ length: 101 }, (_, i) => i / 100);

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
  if (n === 0) return { name, role, type: 'numeric', edges: [], decileEdges: [], center: 0 };
  const tails = TAILS.filter((share) => n * share >= ROWS_PER_TAIL_BIN);
  const even = Array.from({ length: BINS - 1 }, (_, i) => i + 1);
  const shares = [...even.map((k) => k / BINS), ...tails, ...tails.map((share) => 1 - share)];
  const [row] = await engine.rows(
    sql`SELECT quantile_cont(x, ${shares}::DOUBLE[]) AS q FROM ${values}`,
  );
  const atoms = await engine.rows(
    sql`SELECT x FROM ${values} GROUP BY x HAVING count(*) > ${n / BINS} ORDER BY x`,
  );
  const quantiles = row?.q as number[];
  const edges = buildEdges({
    quantiles: role === 'score' ? [...quantiles, ...SCORE_GRID] : quantiles,
    deciles: DECILES.map((k) => quantiles[k - 1] as number),
    min: summary?.low as number,
    max: summary?.high as number,
    atoms: atoms.map((atom) => atom.x as number),
  });
  return { name, role, type: 'numeric', ...edges, center };
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
  return {
    name,
    role,
    type: 'categorical',
    categories: rows.slice(0, NAMED_CATEGORIES).map((row) => String(row.name)),
    truncated: rows.length > NAMED_CATEGORIES,
  };
}
