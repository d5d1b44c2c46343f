import { z } from 'zod';
import type { Descriptor } from '../../metrics/metric.ts';
import { column } from './parts.ts';

const UNITS = [
  'none',
  'count',
  'share',
  'milliseconds',
  'seconds',
  'minutes',
  'per_minute',
  'nats',
  'target',
  'target_squared',
] as const satisfies readonly Descriptor['unit'][];
export const word = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'use lower-case letters, digits and _, a letter first');
/** Longer ones would be for a program to write. */
const expression = z.string().min(1).max(1000);
/** A metric of the user's own: a formula over sums. `custom-metrics.ts` reads and checks the expressions. */
export const customMetric = z.strictObject({
  /** The log's columns that the aggregates read. */
  columns: z.record(column, z.enum(['numeric', 'categorical'])).default({}),
  aggregates: z
    .record(word, expression)
    .refine((aggregates) => Object.keys(aggregates).length <= 8, 'name 8 at most'),
  value: expression,
  description: z.string().min(1).optional(),
  unit: z.enum(UNITS).default('none'),
  worse: z.enum(['higher', 'lower']).optional(),
  headline: z.literal(true).optional(),
});
