import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { ClientConfig } from './emulator-clients.ts';

/** Posts an event to a function URL, whose host the emulator knows by its name; the status of the answer. */
export function postEvent(
  { endpoint, requestHandler }: ClientConfig,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<number> {
  const { host, pathname, search } = new URL(url);
  const at = new URL(endpoint);
  const send = at.protocol === 'https:' ? secure : plain;
  const options = {
    ...{ method: 'POST', host: at.hostname, port: at.port, path: pathname + search },
    headers: { ...headers, host },
    ...(requestHandler && { ca: requestHandler.httpsAgent.ca, servername: 'localhost' }),
  };
  return new Promise((resolve, reject) => {
    const sent = send(options, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
