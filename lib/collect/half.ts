import { BadEventError } from '../errors.ts';
import type { CloudEvent } from './cloud-event.ts';

export type Side = 'request' | 'response' | 'feedback';

/** What one event tells of a prediction: what was asked, what was answered, or what came true. */
export interface Half {
  /** Of the request, the same in both halves. */
  readonly id: string;
  readonly side: Side;
  /** ISO time of the event. */
  readonly at: string;
  /** The payload, JSON on one line. */
  readonly payload: string;
  readonly service?: string;
  readonly namespace?: string;
  /** What tells versions of a model apart. */
  readonly endpoint?: string;
}

const TYPES: readonly (readonly [RegExp, Side])[] = [
  [/^(io\.seldon|org\.kubeflow)\.serving\.inference\.request$/, 'request'],
  [/^(io\.seldon|org\.kubeflow)\.serving\.inference\.response$/, 'response'],
  [/^(io\.seldon|org\.kubeflow)\.serving\.(inference\.)?feedback$/, 'feedback'],
];
const LONGEST_ID = 1000;

/**
 * The half that an event of Seldon Core's or KServe's payload logger is.
 *
 * Seldon Core names the request in `requestid`, KServe in the event's `id`.
 *
 * @param came When the event came: the time of events that name none.
 * @throws BadEventError for an event of another type, without an id, or with a time that is none
 */
export function halfOf({ type, attributes, data }: CloudEvent, came: Date): Half {
  const side = TYPES.find(([pattern]) => pattern.test(type))?.[1];
  if (!side)
    throw new BadEventError(
      `events of type ${type} are not collected: send those of inference requests, responses and feedback`,
    );
  const id = attributes.requestid || (side === 'feedback' && puidOf(data)) || attributes.id;
  if (!id || id.length > LONGEST_ID)
    throw new BadEventError(
      `the event names no request: a header ce-requestid or ce-id of at most ${LONGEST_ID} characters`,
    );
  const at = attributes.time === undefined ? came : new Date(attributes.time);
  if (Number.isNaN(at.getTime()))
    throw new BadEventError('the time of the event is no RFC 3339 time');
  const endpoint = attributes.endpoint || attributes.modelid;
  return {
    ...{ id, side, at: at.toISOString(), payload: data },
    ...(attributes.inferenceservicename && { service: attributes.inferenceservicename }),
    ...(attributes.namespace && { namespace: attributes.namespace }),
    ...(endpoint && { endpoint }),
  };
}

/** Feedback names the prediction by the id that Seldon Core gave its answer. */
function puidOf(data: string): string | undefined {
  const feedback = JSON.parse(data) as { response?: { meta?: { puid?: unknown } } } | null;
  const puid = feedback?.response?.meta?.puid;
  return typeof puid === 'string' && puid !== '' ? puid : undefined;
}
