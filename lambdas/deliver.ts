import { connectSinks } from '../lib/adapters/sinks/connect.ts';
import { deliver } from '../lib/pipeline/deliver.ts';
import type { Ports } from '../lib/pipeline/ports.ts';
import { stepEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

/** Credentials come from secrets alone: nothing of the function's environment is one. */
export const createHandler =
  (ports: Ports): Handler =>
  async (event) =>
    deliver(ports, stepEvent.parse(event), connectSinks(ports.workspace, {}));

export const handler = onLambda(createHandler);
