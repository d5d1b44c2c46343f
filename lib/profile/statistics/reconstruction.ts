import { join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { Frame } from '../frame.ts';
import { doubles, standardisedRow } from '../standardised.ts';
import type { Constant, SliceStatistic } from '../statistic.ts';

/** How far rows lie from what the baseline's principal components keep of them. */
export interface Reconstruction {
  readonly rows: number;
  /** Of the Euclidean distances, in standard deviations of a feature. */
  readonly sum: number;
  readonly sumOfSquares: number;
}

export const reconstruction: SliceStatistic<Reconstruction> = {
  appliesTo: ({ components }) => (components?.directions.length ?? 0) > 0,
  empty: () => ({ rows: 0, sum: 0, sumOfSquares: 0 }),
  select: (frame, _, constant) => {
    const error = reconstructionError(frame, constant);
    return {
      rows: sql`count(*)`,
      sum: sql`sum(${error})`,
      squares: sql`sum(${error} * ${error})`,
    };
  },
  read: (row) => ({
    rows: Number(row.rows ?? 0),
    sum: Number(row.sum ?? 0),
    sumOfSquares: Number(row.squares ?? 0),
  }),
  merge: (a, b) => ({
    rows: a.rows + b.rows,
    sum: a.sum + b.sum,
    sumOfSquares: a.sumOfSquares + b.sumOfSquares,
  }),
};

/** The norm of the projection on the rest or, by Pythagoras, what the projection on the components leaves of the row's norm. */
function reconstructionError({ columns, components }: Frame, constant: Constant): Sql {
  if (!components) return raw('0::DOUBLE');
  const { features, directions, span } = components;
  const projections = directions.map(
    (direction) => sql`list_dot_product(z, ${constant(doubles(direction))})`,
  );
  const origin = constant(doubles(directions.map(() => 0)));
  const norm = sql`list_distance([${join(projections)}], ${origin})`;
  const error =
    span === 'rest' ? norm : sql`sqrt(greatest(0, list_dot_product(z, z) - ${norm} * ${norm}))`;
  // The row's values are written, and computed, once: a list of one row stands for a local name.
  const row = standardisedRow(columns, features, constant);
  return sql`list_transform([${row}], lambda z: ${error})[1]`;
}
