import { z } from 'zod';
import { abandon } from '../lib/pipeline/abandon.ts';
import type { Ports } from '../lib/pipeline/ports.ts';
import { runEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

/** As Step Functions catches it: `Cause` of a function is JSON with `errorMessage`. */
const failure = z.object({ Error: z.string().default(''), Cause: z.string().default('') });
const abandonEvent = runEvent.extend({ failure });

export const createHandler =
  (ports: Ports): Handler =>
  async (event) => {
    const { failure, ...input } = abandonEvent.parse(event);
    const error = `${failure.Error}: ${messageOf(failure.Cause)}`;
    await abandon(ports, { ...input, error });
    return { error };
  };

function messageOf(cause: string): string {
  try {
    return String(JSON.parse(cause).errorMessage ?? cause);
  } catch {
    return cause;
  }
}

export const handler = onLambda(createHandler);
