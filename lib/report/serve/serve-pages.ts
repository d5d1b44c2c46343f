import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOST, listen } from '../../loopback.ts';
import type { Workspace } from '../../pipeline/ports.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};
/** What is served, and nothing else: no part of a name may begin with a dot. */
const SERVED = /^(?:reports|results)(?:\/(?!\.)[^/\\\0]+)+\.(html|json|txt)$/;

export interface Served {
  /** Of the page of all monitors. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves reports and results of a workspace over HTTP to this machine alone. A request under another host's name is refused, so
 * that no page of the web reads them through a name that leads here.
 *
 * @throws Error where the port is taken, unless another may be chosen
 */
export async function servePages(
  workspace: Pick<Workspace, 'read'>,
  port: number,
  orAnother = false,
): Promise<Served> {
  const server = createServer((request, response) => {
    answer(workspace, request, response).catch(() =>
      end(response, 500, 'the workspace could not be read'),
    );
  });
  await listen(server, port).catch((error: NodeJS.ErrnoException) => {
    if (!orAnother || error.code !== 'EADDRINUSE') throw error;
    return listen(server, 0);
  });
  const at = (server.address() as AddressInfo).port;
  return {
    url: `http://${HOST}:${at}/reports/index.html`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  workspace: Pick<Workspace, 'read'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { port } = request.socket.address() as AddressInfo;
  if (![`${HOST}:${port}`, `localhost:${port}`].includes(request.headers.host ?? ''))
    return end(response, 403, 'ask for 127.0.0.1');
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'only GET');
  const key = keyOf(request.url ?? '/');
  if (key === '') {
    response.writeHead(302, { location: '/reports/index.html' });
    response.end();
    return;
  }
  const [, suffix] = (key !== null && SERVED.exec(key)) || [];
  const text = key !== null && suffix ? await workspace.read(key) : null;
  if (text === null || !suffix) return end(response, 404, 'there is nothing here');
  response.writeHead(200, { ...HEADERS, 'content-type': TYPES[suffix] });
  response.end(request.method === 'HEAD' ? undefined : text);
}

const HEADERS = {
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/** The key of a path, '' for the root; null where it is none. */
function keyOf(url: string): string | null {
  try {
    return decodeURIComponent(url.replace(/[?#].*$/s, '')).slice(1);
  } catch {
    return null;
  }
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': TYPES.txt });
  response.end(`${text}\n`);
}
