import { BadEventError } from '../errors.ts';
import { asJson, isObject, parseJson } from './json-text.ts';

/** An HTTP request, whoever took it. */
export interface HttpRequest {
  readonly method: string;
  /** As in `/credit-risk`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** An event of a payload logger, as far as it is read. */
export interface CloudEvent {
  readonly type: string;
  /** Attributes and extensions, by their names in lower case. */
  readonly attributes: Readonly<Record<string, string>>;
  /** JSON on one line, as it came where that is known. */
  readonly data: string;
}

const STRUCTURED = /^application\/cloudevents\+json\b/i;
const BATCHED = /^application\/cloudevents-batch\+json\b/i;

/**
 * The events of a request in binary, structured or batched mode.
 *
 * The SDK of CloudEvents refuses what Seldon Core sends: its logger leaves out `specversion`, `id` and `source`.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 * @throws BadEventError where there is none
 */
export function readCloudEvents({
  headers,
  body,
}: Pick<HttpRequest, 'headers' | 'body'>): CloudEvent[] {
  const type = headers['content-type'] ?? '';
  if (BATCHED.test(type)) {
    const events = parseJson(body, 'the CloudEvent');
    if (!Array.isArray(events)) throw new BadEventError('a batch of CloudEvents is a JSON array');
    return events.map(ofObject);
  }
  return [
    STRUCTURED.test(type) ? ofObject(parseJson(body, 'the CloudEvent')) : ofHeaders(headers, body),
  ];
}

function ofHeaders(headers: HttpRequest['headers'], body: string): CloudEvent {
  const attributes = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('ce-') && value !== undefined ? [[name.slice(3), value]] : [],
    ),
  );
  return withType(attributes, asJson(body));
}

function ofObject(event: unknown): CloudEvent {
  if (!isObject(event)) throw new BadEventError('a CloudEvent is a JSON object');
  const { data, data_base64: encoded, ...others } = event;
  const attributes = Object.fromEntries(
    Object.entries(others).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );
  const text =
    typeof encoded === 'string'
      ? asJson(Buffer.from(encoded, 'base64').toString())
      : JSON.stringify(data ?? null);
  return withType(attributes, text);
}

function withType(attributes: Record<string, string>, data: string): CloudEvent {
  if (!attributes.type)
    throw new BadEventError(
      'no CloudEvent: it has neither a header ce-type nor the content type application/cloudevents+json',
    );
  return { type: attributes.type, attributes, data };
}
