import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Engine } from '../pipeline/ports.ts';
import { columnAlias } from '../read/canonical.ts';
import { join, raw, type Sql, sql } from '../sql/sql.ts';
import type { Column } from './column.ts';
import {
  CORRELATED_PAIRS,
  type FrozenComponents,
  JOINT_FEATURES,
  type StandardisedFeature,
} from './frame.ts';
import { standardised } from './standardised.ts';

/** So many categories of a column are encoded by their share; a rarer one counts as an unknown one. */
const ENCODED_CATEGORIES = 100;
const VARIANCE_KEPT = 0.65;
/** What varies by less than this part of its mean is a constant that was rounded. */
const LEAST_VARIATION = 1e-10;

/**
 * Freezes how features are standardised, the principal components of their correlation matrix, and the pairs that are followed.
 *
 * Columns without variation are left out; undefined where fewer than two remain. Reads `relation` once for each categorical
 * column and once for all products.
 */
export async function freezeComponents(
  engine: Engine,
  columns: readonly Column[],
  relation: Sql,
): Promise<FrozenComponents | undefined> {
  const encoded: StandardisedFeature[] = [];
  for (const [i, column] of columns.entries()) {
    if (column.role !== 'feature' || encoded.length === JOINT_FEATURES) continue;
    encoded.push(await encode(engine, column, i, relation));
  }
  if (encoded.length < 2) return undefined;
  const covariances = await covarianceMatrix(engine, columns, encoded, relation);
  const varying = encoded.flatMap((feature, i) => {
    const deviation = Math.sqrt(covariances[i]?.[i] ?? 0);
    const isConstant = !(deviation > LEAST_VARIATION * Math.abs(feature.mean));
    return isConstant || !Number.isFinite(deviation) ? [] : [{ i, ...feature, deviation }];
  });
  if (varying.length < 2) return undefined;
  const correlations = varying.map((a) =>
    varying.map((b) => (covariances[a.i]?.[b.i] ?? 0) / (a.deviation * b.deviation)),
  );
  const features = varying.map(({ i: _, ...feature }) => feature);
  return {
    features,
    ...principalDirections(correlations),
    pairs: correlatedPairs(features, correlations),
  };
}

/** Not yet scaled: its deviation is 1. */
async function encode(
  engine: Engine,
  column: Column,
  i: number,
  relation: Sql,
): Promise<StandardisedFeature> {
  if (column.type === 'numeric') return { column: i, mean: column.center, deviation: 1 };
  const value = columnAlias(i);
  const names = column.categories.slice(0, ENCODED_CATEGORIES);
  const counted =
    await engine.rows(sql`SELECT ${value} AS name, count(*) AS n, sum(count(*)) OVER () AS total
    FROM ${relation} GROUP BY ALL ORDER BY n DESC, name LIMIT ${ENCODED_CATEGORIES + 1}`);
  const counts = new Map(counted.map(({ name, n }) => [name, Number(n)]));
  const total = Number(counted[0]?.total ?? 0);
  // A missing value is imputed by the most frequent one.
  const shares = names.map(
    (name, k) => ((counts.get(name) ?? 0) + (k === 0 ? (counts.get(null) ?? 0) : 0)) / total,
  );
  const mean = shares.reduce((sum, share) => sum + share * share, 0);
  return { column: i, mean, deviation: 1, shares };
}

async function covarianceMatrix(
  engine: Engine,
  columns: readonly Column[],
  features: readonly StandardisedFeature[],
  relation: Sql,
): Promise<number[][]> {
  const z = features.map((_, i) => raw(`z${i}`));
  const values = features.map(
    (feature, i) =>
      sql`${standardised(columns, feature, (literal) => literal)} AS ${z[i] ?? raw('')}`,
  );
  const products = z.flatMap((a, i) => z.slice(i).map((b) => sql`sum(${a} * ${b})`));
  const [row = {}] =
    await engine.rows(sql`SELECT count(*) AS n, [${join(z.map((a) => sql`sum(${a})`))}] AS sums,
    [${join(products)}] AS products FROM (SELECT ${join(values)} FROM ${relation})`);
  const n = Number(row.n ?? 0);
  const mean = (row.sums as number[]).map((sum) => sum / n);
  const squares = row.products as number[];
  const covariances = z.map(() => z.map(() => 0));
  let next = 0;
  for (let i = 0; i < z.length; i++) {
    for (let j = i; j < z.length; j++) {
      const covariance = (squares[next++] ?? 0) / n - (mean[i] ?? 0) * (mean[j] ?? 0);
      (covariances[i] as number[])[j] = covariance;
      (covariances[j] as number[])[i] = covariance;
    }
  }
  return covariances;
}

/** Of the fewest components that explain more than 65 % of the variance, or of all others where these are fewer. */
function principalDirections(
  correlations: readonly (readonly number[])[],
): Pick<FrozenComponents, 'directions' | 'span'> {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(correlations.map((row) => [...row])),
    { assumeSymmetric: true },
  );
  const components = realEigenvalues
    .map((variance, i) => ({ variance, direction: eigenvectorMatrix.getColumn(i) }))
    .sort((a, b) => b.variance - a.variance);
  const total = components.reduce((sum, { variance }) => sum + variance, 0);
  let explained = 0;
  let count = 0;
  while (count < components.length && explained <= VARIANCE_KEPT * total)
    explained += components[count++]?.variance ?? 0;
  const directions = components.map(({ direction }) => direction);
  return count < directions.length - count
    ? { directions: directions.slice(0, count), span: 'kept' }
    : { directions: directions.slice(count), span: 'rest' };
}

function correlatedPairs(
  features: readonly StandardisedFeature[],
  correlations: readonly (readonly number[])[],
): [number, number][] {
  const numbers = features.flatMap(({ shares }, i) => (shares === undefined ? [i] : []));
  const size = (i: number, j: number) => Math.abs(correlations[i]?.[j] ?? 0);
  return numbers
    .flatMap((i) => numbers.filter((j) => j > i).map((j): [number, number] => [i, j]))
    .sort((a, b) => size(...b) - size(...a) || a[0] - b[0] || a[1] - b[1])
    .slice(0, CORRELATED_PAIRS)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}
