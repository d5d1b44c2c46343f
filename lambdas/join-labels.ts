import { z } from 'zod';
import { joinLabels } from '../lib/pipeline/join-labels.ts';
import type { Ports } from '../lib/pipeline/ports.ts';
import { monitorEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

const windowEvent = monitorEvent.extend({ window: z.int() });

export const createHandler =
  (ports: Ports): Handler =>
  async (event) =>
    joinLabels(ports, windowEvent.parse(event));

export const handler = onLambda(createHandler);
