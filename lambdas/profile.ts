import type { Ports } from '../lib/pipeline/ports.ts';
import { profileShard } from '../lib/pipeline/profile-shard.ts';
import { shardEvent, stepEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

const event = stepEvent.extend(shardEvent.shape);

/** Answers no more than the counts: the answers of all shards must fit into one state. */
export const createHandler =
  (ports: Ports): Handler =>
  async (input) => {
    const { id, state, rows } = await profileShard(ports, event.parse(input));
    return { shard: id, state, rows };
  };

export const handler = onLambda(createHandler);
