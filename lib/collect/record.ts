import type { Waiting } from './spool.ts';

/** A request that was answered. */
export interface Pair {
  readonly request: Waiting;
  readonly response: Waiting;
}

/** A line of a log of `format: open-inference`: payloads as they came. */
export function recordOf({ request, response }: Pair): string {
  const { id, at, payload } = request;
  const named = {
    ...{ id, time: at, responded: response.at },
    service: request.service ?? response.service,
    namespace: request.namespace ?? response.namespace,
    endpoint: request.endpoint ?? response.endpoint,
  };
  return `${JSON.stringify(named).slice(0, -1)},"request":${payload},"response":${response.payload}}`;
}
