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

/**
 * Takes the events of a request: they are in the spool when 202 is answered. Of a batch each is taken or not by itself; where one
 * is not, the answer is why.
 *
 * @throws what the spool throws
 */
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
  const events = orRefusal(() => readCloudEvents(request));
  if ('status' in events) return events;
  const refusals: Answer[] = [];
  for (const event of events) {
    const item = orRefusal(() => itemOf(halfOf(event, now), now) ?? TOO_LARGE);
    if ('status' in item) refusals.push(item as Answer);
    else await ports.spool.write(monitor, [{ put: item }]);
  }
  const taken = `${events.length - refusals.length} taken`;
  const [first] = refusals;
  if (!first) return { status: 202, message: taken };
  const others = events.length > 1 ? `${refusals.length} refused, ${taken}: ` : '';
  return { ...first, message: `${others}${first.message}` };
}

const TOO_LARGE: Answer = {
  ...{ status: 413, message: 'a payload of more than 390 KB compressed is not kept' },
};

function orRefusal<T>(read: () => T): T | Answer {
  try {
    return read();
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
