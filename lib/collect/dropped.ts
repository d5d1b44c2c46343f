import { BadEventError } from '../errors.ts';
import type { Half } from './half.ts';
import { readInferMessage } from './infer-message.ts';
import { isObject, parseJson } from './json-text.ts';

interface Dropped {
  readonly key: string;
  /** ISO time of the drop. */
  readonly modified: string;
}

/** Seldon Core 2 names topics `seldon.<namespace>.model.<model>.inputs` and `.outputs`; sinks name objects after topics. */
const TOPIC_SIDE = /\b(inputs|outputs)\b(?!.*\b(inputs|outputs)\b)/;

/**
 * The half on a line of a dropped object: a message of the Open Inference Protocol with its `id`, or what a sink of Kafka wraps
 * around one: `key` (the request's id), `value`, `timestamp`.
 *
 * Which half it is a message in JSON says: a request has `inputs`, a response `outputs`. Of one in protobuf the object's key does,
 * which holds the topic's name.
 *
 * @throws BadEventError where the line is none
 */
export function dropped(line: string, { key, modified }: Dropped): Half {
  const record = objectOf(line, 'the line');
  const message = 'value' in record ? messageIn(record.value, key) : record;
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
function messageIn(value: unknown, key: string): Record<string, unknown> {
  if (typeof value !== 'string') return isObject(value) ? value : {};
  if (isJson(value)) return objectOf(value, 'the value');
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString();
  if (isJson(text)) return objectOf(text, 'the value');
  const [, topic] = TOPIC_SIDE.exec(key) ?? [];
  if (topic === undefined)
    throw new BadEventError(
      'a message in protobuf does not say which half it is: keep `inputs` or `outputs` of its topic in the name of the object',
    );
  return { ...readInferMessage(bytes, topic === 'inputs' ? 'request' : 'response') };
}

const isJson = (text: string) => text.trimStart().startsWith('{');

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

/** In milliseconds since 1970: March 1973, and what a time in seconds would be taken for. */
const EARLIEST = 1e11;

/** Milliseconds since 1970, or ISO; the time of the object where the record names none. */
function timeOf(timestamp: unknown, modified: string): string {
  if (typeof timestamp === 'number' && timestamp < EARLIEST)
    throw new BadEventError('the timestamp is not in milliseconds since 1970');
  const time =
    typeof timestamp === 'number' || typeof timestamp === 'string'
      ? new Date(timestamp)
      : new Date(modified);
  if (Number.isNaN(time.getTime())) throw new BadEventError('the timestamp is no time');
  return time.toISOString();
}
