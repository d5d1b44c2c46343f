import { createHash, timingSafeEqual } from 'node:crypto';
import { BadEventError } from '../errors.ts';
import { type HttpRequest, readCloudEvents } from './cloud-event.ts';
import { halfOf } from './half.ts';
import { itemOf, type Spool } from './spool.ts';

export interface IntakePorts {
  readonly spool: Pick<Spool, 'write'>;
  /** Those that collect. */
  readonly monitors: ReadonlySet<string>;
  /** Who knows it may send; null where somebody else has let the request in. */
  readonly secret: string | null;
}

export interface Answer {
  readonly status: number;
  /** For people who read the logger's log. */
  readonly message: string;
}

/** Takes the events of a request: they are in the spool when 202 is answered. @throws what the spool throws */
export async function takeIn(ports: IntakePorts, request: HttpRequest, now: Date): Promise<Answer> {
  if (ports.secret !== null && !knows(request, ports.secret))
    return { status: 401, message: 'send the secret as `authorization: Bearer` or as ?key=' };
  if (request.method !== 'POST') return { status: 405, message: 'only POST' };
  const monitor = /^\/([a-z0-9-]+)\/?$/.exec(request.path)?.[1];
  if (monitor === undefined || !ports.monitors.has(monitor))
    return {
      status: 404,
      message: 'the path is the name of a monitor with format: open-inference',
    };
  try {
    const items = readCloudEvents(request).map((event) => itemOf(halfOf(event, now), now));
    for (const item of items) {
      if (item === null)
        return { status: 413, message: 'a payload of more than 390 KB compressed is not kept' };
      await ports.spool.write(monitor, [{ put: item }]);
    }
    return { status: 202, message: `${items.length} taken` };
  } catch (error) {
    if (error instanceof BadEventError) return { status: 400, message: error.message };
    throw error;
  }
}

function knows({ headers, query }: HttpRequest, secret: string): boolean {
  const [, bearer] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const said = bearer ?? query.key;
  return said !== undefined && timingSafeEqual(digest(said), digest(secret));
}
