import type { Engine } from '../lib/pipeline/ports.ts';
import { join, raw, type Sql, sql } from '../lib/sql/sql.ts';
import { solve } from './linear-system.ts';

const STEPS = 8;

/** The linear predictor over `inputs`, one weight each. */
export function linear(inputs: readonly Sql[], weights: readonly number[]): Sql {
  return join(
    inputs.map((input, i) => sql`${weights[i] ?? 0}::DOUBLE * ${input}`),
    ' + ',
  );
}

export const sigmoid = (logit: Sql): Sql => sql`1 / (1 + exp(-(${logit})))`;

/**
 * Maximum-likelihood weights of a logistic regression, by Newton's method; `outcome` is a 0/1 column of `relation`.
 *
 * The rows stay in DuckDB: each step is one statement with the sums of gradient and Hessian.
 * Weights are rounded to 6 digits, because the order in which threads add up changes the ones behind.
 */
export async function fitLogistic(
  engine: Engine,
  relation: Sql,
  outcome: Sql,
  inputs: readonly Sql[],
): Promise<number[]> {
  let weights = inputs.map(() => 0);
  for (let step = 0; step < STEPS; step++) {
    const change = await newtonStep(engine, relation, outcome, inputs, weights);
    weights = weights.map((weight, i) => weight + (change[i] ?? 0));
    if (change.every((size) => Math.abs(size) < 1e-9)) break;
  }
  return weights.map((weight) => Math.round(weight * 1e6) / 1e6);
}

async function newtonStep(
  engine: Engine,
  relation: Sql,
  outcome: Sql,
  inputs: readonly Sql[],
  weights: readonly number[],
): Promise<number[]> {
  const gradient = inputs.map((x, i) => sql`sum((${outcome} - p) * ${x}) AS ${raw(`g${i}`)}`);
  const hessian = inputs.flatMap((x, i) =>
    inputs
      .slice(0, i + 1)
      .map((y, j) => sql`sum(p * (1 - p) * ${x} * ${y}) AS ${raw(`h${i}_${j}`)}`),
  );
  const [sums = {}] = await engine.rows(
    sql`SELECT ${join([...gradient, ...hessian])} FROM (SELECT *, ${sigmoid(linear(inputs, weights))} AS p FROM ${relation})`,
  );
  const sum = (name: string): number => Number(sums[name]);
  return solve(
    inputs.map((_, i) => inputs.map((_, j) => sum(`h${Math.max(i, j)}_${Math.min(i, j)}`))),
    inputs.map((_, i) => sum(`g${i}`)),
  );
}
