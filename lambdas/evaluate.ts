import { evaluate } from '../lib/pipeline/evaluate.ts';
import type { Ports } from '../lib/pipeline/ports.ts';
import { runEvent, shards } from './event.ts';
import { type Handler, onLambda } from './runtime.ts';

const evaluateEvent = runEvent.extend({ shards });

/** Answers what a person looks for in the execution; the whole is in the results and the audit record. */
export const createHandler =
  (ports: Ports): Handler =>
  async (event) => {
    const done = await evaluate(ports, evaluateEvent.parse(event));
    const first = (ids: readonly { readonly id: string }[]) => ids.slice(0, 20).map(({ id }) => id);
    return {
      windows: done.windows.length,
      alerts: done.windows.flatMap(({ findings }) => findings).filter(isAlert).length,
      opened: first(done.opened),
      resolved: first(done.resolved),
      ongoing: done.ongoing.length,
      retraining: done.request?.id ?? null,
    };
  };

const isAlert = ({ severity }: { readonly severity: string }) => severity === 'alert';

export const handler = onLambda(createHandler);
