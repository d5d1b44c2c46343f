import { categories } from './statistics/categories.ts';
import { distinct } from './statistics/distinct.ts';
import { extent } from './statistics/extent.ts';
import { histogram } from './statistics/histogram.ts';
import { magnitude } from './statistics/magnitude.ts';
import { moments } from './statistics/moments.ts';
import { presence } from './statistics/presence.ts';
import { sign } from './statistics/sign.ts';

/** Every statistic that is kept of a column. One file each; a new one is one more line here. */
export const COLUMN_STATISTICS = {
  presence,
  histogram,
  moments,
  extent,
  categories,
  magnitude,
  sign,
  distinct,
} as const;

type StateOf<S> = S extends { read(...args: never[]): infer State } ? State : never;

/** What is known of one column in one slice; which parts there are follows from the column's type. */
export type ColumnSummary = {
  readonly [K in keyof typeof COLUMN_STATISTICS]?: StateOf<(typeof COLUMN_STATISTICS)[K]>;
};
