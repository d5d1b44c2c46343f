import { z } from 'zod';
import type { Ports } from '../lib/pipeline/ports.ts';
import { profileShard } from '../lib/pipeline/profile-shard.ts';
import { monitorEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

const shardEvent = monitorEvent.extend({ shard: z.string().min(1) });

/** Answers no more than the counts: the answers of all shards must fit into one state. */
export const createHandler =
  (ports: Ports): Handler =>
  async (event) => {
    const input = shardEvent.parse(event);
    const { rows } = await profileShard(ports, input);
    return { shard: input.shard, rows };
  };

export const handler = onLambda(createHandler);
