import { z } from 'zod';
import { conclude } from '../lib/pipeline/conclude.ts';
import type { Ports } from '../lib/pipeline/ports.ts';
import { runEvent, shardEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

const event = runEvent.extend({ shards: z.array(shardEvent) });
/** A person looks here first; the audit record holds all of them. */
const NAMED = 20;

/** Answers what a person looks for in the execution; the whole is in the results and the audit record. */
export const createHandler =
  (ports: Ports): Handler =>
  async (input) => {
    const done = await conclude(ports, event.parse(input));
    const first = (ids: readonly { readonly id: string }[]) =>
      ids.slice(0, NAMED).map(({ id }) => id);
    return {
      shards: done.shards.length,
      left: done.shards.filter(({ state }) => state === 'claimed').length,
      unfinished: done.unfinished.slice(0, NAMED),
      opened: first(done.opened),
      worse: first(done.worse),
      better: first(done.better),
      resolved: first(done.resolved),
      withdrawn: first(done.withdrawn),
      ongoing: done.ongoing.length,
      aside: done.aside.length,
      undelivered: (done.undelivered ?? []).slice(0, NAMED),
      retraining: done.request?.id ?? null,
      overview: done.overview ?? 'up to date',
      reports: done.reports.map((window) => ({ window })),
    };
  };

export const handler = onLambda(createHandler);
