import { z } from 'zod';
import { change, column } from './parts.ts';

const limits = {
  min: z.number().optional(),
  max: z.number().optional(),
  max_drop: change.optional(),
  max_rise: change.optional(),
};
/** One limit of the monitor file, for one metric. */
export const threshold = z.strictObject({
  ...limits,
  warn: z.strictObject(limits).optional(),
  columns: z.array(column).optional(),
  segments: z.array(z.string()).optional(),
  off: z.literal(true).optional(),
});
