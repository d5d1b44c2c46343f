import { dueWindows } from '../lib/pipeline/due-windows.ts';
import type { Ports } from '../lib/pipeline/ports.ts';
import { stepEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

export const createHandler =
  (ports: Ports): Handler =>
  async (event) =>
    dueWindows(ports, stepEvent.parse(event));

export const handler = onLambda(createHandler);
