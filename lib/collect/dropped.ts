import { BadEventError } from '../errors.ts';
import { asJson } from './cloud-event.ts';
import type { Half } from './half.ts';

/**
 * The half on a line of a dropped object: a message of the Open Inference Protocol with its `id`, or what a sink of Kafka wraps
 * around one: `key` (the request's id), `value`, `timestamp`.
 *
 * Which half it is the message says: a request has `inputs`, a response `outputs`.
 *
 * @throws BadEventError where the line is none
 */
export function dropped(
  line: string,
  { modified }: { readonly key: string; readonly modified: string },
): Half {
  const record = objectOf(line, 'the line');
  const wrapped = 'value' in record;
  const message =
    wrapped && typeof record.value === 'string'
      ? objectOf(decoded(record.value), 'the value')
      : wrapped
        ? (record.value as Record<string, unknown> | null)
        : record;
  const side = sideOf(message ?? {});
  const id =
    wrapped && typeof record.key === 'string' && record.key !== '' ? record.key : message?.id;
  if (typeof id !== 'string' || id === '')
    throw new BadEventError(
      'the message names no request: it needs an id, or the key of its Kafka record beside it',
    );
  const name = message?.model_name;
  const version = message?.model_version;
  return {
    ...{
      id,
      side,
      at: timeOf(record.timestamp, modified),
      payload: asJson(JSON.stringify(message)),
    },
    ...(typeof name === 'string' && name !== '' && { service: name }),
    ...(typeof version === 'string' && version !== '' && { endpoint: version }),
  };
}

function sideOf(message: Record<string, unknown>): 'request' | 'response' {
  if (Array.isArray(message.outputs)) return 'response';
  if (Array.isArray(message.inputs)) return 'request';
  throw new BadEventError(
    'no message of the Open Inference Protocol in JSON: it has neither inputs nor outputs',
  );
}

function objectOf(text: string, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadEventError(`${what} is not valid JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadEventError(`${what} is no JSON object`);
  return value as Record<string, unknown>;
}

/** Sinks write bytes in base64, and text as it is. */
function decoded(value: string): string {
  return value.trimStart().startsWith('{') ? value : Buffer.from(value, 'base64').toString();
}

/** Milliseconds since 1970, or ISO; the time of the object where the record names none. */
function timeOf(timestamp: unknown, modified: string): string {
  const time =
    typeof timestamp === 'number' || typeof timestamp === 'string'
      ? new Date(timestamp)
      : new Date(modified);
  if (Number.isNaN(time.getTime())) throw new BadEventError('the timestamp is no time');
  return time.toISOString();
}
