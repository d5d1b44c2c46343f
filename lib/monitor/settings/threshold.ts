import { z } from 'zod';
import { change, column } from './parts.ts';

const limits = {
  min: z.number().optional(),
  max: z.number().optional(),
  max_drop: change.optional(),
  max_rise: change.optional(),
};

/** One limit of the monitor file, for one metric. */
export const threshold = z
  .strictObject({
    ...limits,
    warn: z.strictObject(limits).optional(),
    columns: z.array(column).optional(),
    segments: z.array(z.string()).optional(),
    off: z.literal(true).optional(),
  })
  .superRefine(({ min = -Infinity, max = Infinity, warn = {} }, context) => {
    const issue = (message: string) => context.addIssue({ code: 'custom', message });
    if (min > max) issue(`min ${min} is above max ${max}: every value is outside of one of them`);
    if ((warn.max ?? -Infinity) > max || (warn.min ?? Infinity) < min)
      issue('a limit of warn lies beyond that of the alert, and would never be reached before it');
  });
