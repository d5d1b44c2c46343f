import { RefusedError } from '../../errors.ts';
import { shownAnswer, withoutSecrets } from './secrets.ts';

/** How a service is reached. */
export interface Service {
  /** For people: `mlflow`. */
  readonly name: string;
  /** Without a slash at its end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** Ends all requests. */
  readonly signal: AbortSignal;
}

/** A service that takes longer for one request hangs. */
const REQUEST_MILLISECONDS = 20_000;

/** Busy, starting, or something on the way: later it may answer. */
const LATER = new Set([408, 425, 429]);

/** Sends one request and gives the answer's text. @throws as `requestBytes` */
export async function request(...what: Parameters<typeof requestBytes>): Promise<string> {
  return new TextDecoder().decode(await requestBytes(...what));
}

/**
 * Sends one request and gives the answer's bytes.
 *
 * @throws RefusedError for an answer that says no; another Error for none, or one that says later. Neither holds a secret.
 */
export async function requestBytes(
  service: Service,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: string | FormData | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const { name, url, secrets } = service;
  const fail = (text: string) => withoutSecrets(`${name}: ${method} ${path}: ${text}`, secrets);
  let status: number;
  let bytes: Uint8Array;
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      // A redirection would carry the credentials to another host.
      redirect: 'error',
      headers: {
        ...(typeof body === 'string' && { 'Content-Type': 'application/json' }),
        ...headers,
        ...service.headers,
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.any([service.signal, AbortSignal.timeout(REQUEST_MILLISECONDS)]),
    });
    status = response.status;
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const { message, cause } = error as Error;
    throw new Error(fail(`${message}${cause instanceof Error ? `: ${cause.message}` : ''}`));
  }
  if (status < 300) return bytes;
  const text = new TextDecoder().decode(bytes);
  const said = fail(`answered ${status} ${shownAnswer(text, secrets)}`.trim());
  throw status < 500 && !LATER.has(status) ? new RefusedError(said) : new Error(said);
}

/** The same with JSON both ways. */
export async function requestJson<Answer>(
  service: Service,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Answer> {
  const text = await request(service, method, path, body && JSON.stringify(body));
  try {
    return (text === '' ? {} : JSON.parse(text)) as Answer;
  } catch {
    const page = `${service.name}: ${method} ${path}: answered no JSON, so it may be another service`;
    throw new RefusedError(page);
  }
}
