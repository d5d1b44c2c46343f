import { z } from 'zod';
import { monitorSchema } from '../lib/monitor/schema.ts';

/** What every step is told. */
export const monitorEvent = z.object({ monitor: monitorSchema });

/** What a step is told that knows of its run. */
export const runEvent = monitorEvent.extend({
  /** The execution's name. */
  run: z.string().min(1),
  /** When the execution began. */
  now: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});

export const shards = z.array(z.object({ shard: z.string().min(1) }));
