import { z } from 'zod';
import { FAMILIES } from '../../metrics/family.ts';
import { duration, rate } from './parts.ts';

/** When retraining is asked for; absent: never. */
export const retrain = z
  .strictObject({
    on: z.array(z.enum(FAMILIES)).default(['drift', 'performance']),
    cooldown: duration.default('7d'),
    schedule: rate.optional(),
  })
  .optional();
