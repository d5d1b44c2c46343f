import { BadEventError } from '../errors.ts';
import type { Half } from './half.ts';
import { isObject, parseJson } from './json-text.ts';

/**
 * The half on a line of a dropped object: a message of the Open Inference Protocol with its `id`, or what a sink of Kafka wraps
 * around one: `key` (the request's id), `value`, `timestamp`.
 *
 * Which half it is the message says: a request has `inputs`, a response `outputs`.
 *
 * @throws BadEventError where the line is none
 */
export function dropped(line: string, modified: string): Half {
  const record = objectOf(line, 'the line');
  const message = 'value' in record ? messageIn(record.value) : record;
  const side = sideOf(message);
  const id = 'value' in record && isText(record.key) ? record.key : message.id;
  if (!isText(id))
    throw new BadEventError(
      'the message names no request: it needs an id, or the key of its Kafka record beside it',
    );
  const { model_name: name, model_version: version } = message;
  return {
    ...{ id, side, at: timeOf(record.timestamp, modified), payload: JSON.stringify(message) },
    ...(isText(name) && { service: name }),
    ...(isText(version) && { endpoint: version }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Sinks write bytes in base64, and text as it is. */
function messageIn(value: unknown): Record<string, unknown> {
  if (typeof value !== 'string') return isObject(value) ? value : {};
  const isJson = value.trimStart().startsWith('{');
  return objectOf(isJson ? value : Buffer.from(value, 'base64').toString(), 'the value');
}

function sideOf(message: Record<string, unknown>): 'request' | 'response' {
  if (Array.isArray(message.outputs)) return 'response';
  if (Array.isArray(message.inputs)) return 'request';
  throw new BadEventError(
    'no message of the Open Inference Protocol in JSON: it has neither inputs nor outputs',
  );
}

function objectOf(text: string, what: string): Record<string, unknown> {
  const value = parseJson(text, what);
  if (!isObject(value)) throw new BadEventError(`${what} is no JSON object`);
  return value;
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
