import type { Ports } from '../lib/pipeline/ports.ts';
import { writeReport } from '../lib/pipeline/write-report.ts';
import { stepEvent, windowEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

const event = stepEvent.extend(windowEvent.shape);

/** Answers the key of the report that it wrote; null where the window has no result. */
export const createHandler =
  (ports: Ports): Handler =>
  async (input) => {
    const { monitor, window } = event.parse(input);
    return { report: await writeReport(ports, { monitor, window }) };
  };

export const handler = onLambda(createHandler);
