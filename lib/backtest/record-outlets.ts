import type { Datum } from '../act/datum.ts';
import type { Message } from '../act/message.ts';
import type { RetrainingRequest } from '../judge/retraining.ts';
import type { Outlets } from '../pipeline/ports.ts';

/** What would have gone out, had it been real. */
export interface Recorded {
  readonly messages: Message[];
  readonly requests: RetrainingRequest[];
  /** Names with their dimensions, as CloudWatch bills them. */
  readonly metrics: Set<string>;
}

/** Outlets that send nothing and keep what they were given. */
export function recordOutlets(): { outlets: Outlets; recorded: Recorded } {
  const recorded: Recorded = { messages: [], requests: [], metrics: new Set() };
  const nameOf = ({ metric, column, segment, variant, elsewhere }: Datum) =>
    JSON.stringify(
      elsewhere
        ? [elsewhere.namespace, elsewhere.name, elsewhere.dimensions]
        : [metric, column, segment, variant],
    );
  const outlets: Outlets = {
    publish: async (data) => {
      for (const datum of data) recorded.metrics.add(nameOf(datum));
    },
    notify: async (message) => {
      recorded.messages.push(message);
    },
    requestRetraining: async (request) => {
      recorded.requests.push(request);
    },
    announce: async () => {},
  };
  return { outlets, recorded };
}
