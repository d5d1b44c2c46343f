import type { Monitor } from '../lib/monitor/schema.ts';
import { layout } from '../lib/pipeline/layout.ts';
import { plan } from '../lib/pipeline/plan.ts';
import type { Ports } from '../lib/pipeline/ports.ts';
import { runEvent } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

export const createHandler =
  (ports: Ports): Handler =>
  async (event) => {
    const input = runEvent.parse(event);
    await recordMonitor(ports, input.monitor);
    return plan(ports, input);
  };

/** The schedule's copy decides; this one is for people and for the command line. JSON is YAML. */
async function recordMonitor({ workspace }: Ports, monitor: Monitor): Promise<void> {
  const key = layout.monitor(monitor.monitor);
  const text = `${JSON.stringify(monitor, null, 2)}\n`;
  if ((await workspace.read(key)) !== text) await workspace.write(key, text);
}

export const handler = onLambda(createHandler);
