import type { Ports } from '../lib/pipeline/ports.ts';
import { touchedWindows } from '../lib/pipeline/touched-windows.ts';
import { runEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

export const createHandler =
  (ports: Ports): Handler =>
  async (event) =>
    touchedWindows(ports, runEvent.parse(event));

export const handler = onLambda(createHandler);
