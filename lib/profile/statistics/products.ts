import { join, sql } from '../../sql/sql.ts';
import { addCounts } from '../counts.ts';
import type { Frame } from '../frame.ts';
import { standardised } from '../standardised.ts';
import type { SliceStatistic } from '../statistic.ts';

/** Sums over all rows of the product of two standardised features, for each of `FrozenComponents.pairs`. */
export type Products = readonly number[];

/** Their means and variances follow from the columns' `moments`. */
export const products: SliceStatistic<Products> = {
  appliesTo: (frame) => pairsOf(frame).length > 0,
  notOfSegments: true,
  empty: (frame) => pairsOf(frame).map(() => 0),
  select: (frame, _, constant) => {
    const features = frame.components?.features ?? [];
    const values = features.map((feature) =>
      feature.shares === undefined ? standardised(frame.columns, feature, constant) : sql`NULL`,
    );
    const sums = pairsOf(frame).map(
      ([i, j]) => sql`sum(${values[i] ?? null} * ${values[j] ?? null})`,
    );
    return { sums: sql`[${join(sums)}]` };
  },
  read: (row, frame) => {
    const sums = (row.sums ?? []) as readonly (number | null)[];
    return pairsOf(frame).map((_, i) => sums[i] ?? 0);
  },
  merge: addCounts,
};

function pairsOf({ components }: Frame) {
  return components?.pairs ?? [];
}
