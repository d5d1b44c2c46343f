import { z } from 'zod';
import { FAMILIES } from '../../metrics/family.ts';
import { parseBlackout } from '../blackout.ts';
import { column, duration, rate } from './parts.ts';

const blackout = z.string().superRefine((text, context) => {
  try {
    parseBlackout(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

/** When retraining is asked for, and who has a say in it; absent: never. */
export const retrain = z
  .strictObject({
    on: z.array(z.enum(FAMILIES)).default(['drift', 'performance']),
    /** Only findings of these count. */
    metrics: z.array(z.string()).min(1, 'leave it out to have all metrics count').optional(),
    columns: z.array(column).min(1, 'leave it out to have all columns count').optional(),
    evidence: z
      .strictObject({
        /** How many windows an incident has lasted at least. */
        windows: z.int().min(1).default(1),
        /** What its best finding's probability under noise alone may be at most. */
        p: z.number().gt(0).max(1).optional(),
      })
      .default({ windows: 1 }),
    /** Labelled rows that came since the last request, and since the onset. */
    min_labels: z.int().min(0).default(0),
    cooldown: duration.default('7d'),
    budget: z
      .string()
      .regex(/^[1-9]\d? per [1-9]\d*d$/, 'write it as in "2 per 30d"')
      .optional(),
    blackout: z.array(blackout).default([]),
    approve: z.enum(['automatic', 'manual']).default('automatic'),
    approve_within: duration.default('7d'),
    schedule: rate.optional(),
  })
  .optional();
