import { z } from 'zod';
import { monitorSchema } from '../lib/monitor/schema.ts';

/** What every step is told. */
export const stepEvent = z.object({
  monitor: monitorSchema,
  /** When the execution began. */
  now: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});

/** What a step is told that knows of its run. */
export const runEvent = stepEvent.extend({
  /** The execution's name. */
  run: z.string().min(1),
});

export const shardEvent = z.object({ shard: z.string().min(1) });
export const windowEvent = z.object({ window: z.int() });
