import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOST, listen } from '../loopback.ts';
import { type IntakePorts, takeIn } from './intake.ts';

/** As much as a function URL takes. */
const LONGEST_BODY = 6 * 2 ** 20;

export interface ServedIntake {
  /** Events go to it, at `/<monitor>`. */
  readonly url: string;
  close(): Promise<void>;
}

/** The intake over HTTP, for this machine alone. @throws Error where the port is taken */
export async function serveIntake(ports: IntakePorts, port: number): Promise<ServedIntake> {
  const server = createServer((request, response) => {
    answer(ports, request, response).catch((error: Error) => {
      console.error(error);
      end(response, 500, 'the event could not be kept: send it again');
    });
  });
  await listen(server, port);
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(
  ports: IntakePorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > LONGEST_BODY) return end(response, 413, 'a body of more than 6 MB is not taken');
    parts.push(part as Buffer);
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', `http://${HOST}`);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const { status, message } = await takeIn(
    ports,
    {
      ...{ method: request.method ?? '', path: pathname, headers },
      query: Object.fromEntries(searchParams),
      body: Buffer.concat(parts).toString(),
    },
    new Date(),
  );
  end(response, status, message);
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
