import type { Ports } from '../lib/pipeline/ports.ts';
import { workWindow } from '../lib/pipeline/work-window.ts';
import { stepEvent, windowEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

const event = stepEvent.extend(windowEvent.shape);

/** Answers no more than which result it wrote: the answers of all windows must fit into one state. */
export const createHandler =
  (ports: Ports): Handler =>
  async (input) => {
    const { window, ...step } = event.parse(input);
    const result = await workWindow(ports, { window, ...step });
    return { window, revision: result?.revision ?? null };
  };

export const handler = onLambda(createHandler);
