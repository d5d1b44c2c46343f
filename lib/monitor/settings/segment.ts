import { z } from 'zod';
import { column } from './parts.ts';

/** A column, each of whose values is a segment; a numeric one cut into bins; or a pair of columns. */
export const segment = z.union([
  column,
  z.strictObject({
    column,
    /** A number of bins of equal share of the baseline, or the inner edges. */
    bins: z.union([z.int().min(2).max(50), z.array(z.number()).min(1)]),
  }),
  z.strictObject({ columns: z.tuple([column, column]) }),
]);
