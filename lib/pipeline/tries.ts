import { EngineError } from '../errors.ts';
import type { RejectedObject } from '../read/load.ts';
import type { Ports } from './ports.ts';
import { rangeName, type Shard, type Work } from './shard.ts';

/** An object that alone made this many tries fail is set aside. */
const STRIKES = 3;
/** A shard that failed so often, and no object alone was to blame, is set aside as a whole. */
const FAILURES = 6;

/** What is not tried any more, with the reason. */
export function asideOf({ strikes, failures, objects, ranges }: Work): RejectedObject[] {
  if (failures > FAILURES) {
    const keys = [...objects.map(({ key }) => key), ...ranges.map(rangeName)];
    return keys.map((source) => ({
      source,
      reason: `set aside: what it was read with failed ${FAILURES} times`,
      detail: null,
    }));
  }
  return Object.entries(strikes)
    .filter(([, count]) => count >= STRIKES)
    .map(([source]) => ({
      source,
      reason: `set aside: reading it failed ${STRIKES} times`,
      detail: null,
    }));
}

/** Counts the try as failed until it ends; one that ended while an object was read alone is held against that object. */
export async function begin(ports: Ports, monitor: string, work: Work): Promise<Work> {
  const { reading, strikes, failures } = work;
  const blamed =
    reading === null ? strikes : { ...strikes, [reading]: (strikes[reading] ?? 0) + 1 };
  const begun = {
    ...work,
    strikes: blamed,
    failures: reading === null ? failures + 1 : failures,
    reading: null,
    tries: work.tries + 1,
  };
  await save(ports, monitor, begun);
  return begun;
}

/** What failed around the work, and not in it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Runs what is no part of reading an object while one is being read: its failure is not held against that object. */
export async function around<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Interrupted((error as Error).message, { cause: error });
  }
}

/** The same object, whose failures are those of the world around. */
export function guarded<T extends object>(target: T): T {
  return new Proxy(target, {
    get: (object, name) => {
      const value = Reflect.get(object, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const answer = value.apply(object, args);
        return answer instanceof Promise ? around(() => answer) : answer;
      };
    },
  });
}

/** A try that the world around made fail, and not the engine, is not held against the shard. */
export async function attempt<T>(
  ports: Ports,
  monitor: string,
  begun: Work,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EngineError)) await forgive(ports, monitor, begun, error);
    throw error instanceof Interrupted ? error.cause : error;
  }
}

async function forgive(ports: Ports, monitor: string, { sk, failures }: Work, error: unknown) {
  const record = (await ports.table.get(monitor, sk).catch(() => null)) as Shard | null;
  if (!record) return;
  const reading = error instanceof Interrupted ? null : record.reading;
  const forgiven = { ...record, failures: failures - 1, reading };
  await ports.table.write(monitor, [{ put: forgiven }]).catch(() => {});
}

export async function save(ports: Ports, monitor: string, work: Work): Promise<void> {
  await ports.table.write(monitor, [{ put: recordOf(work) }]);
}

export function recordOf({ objects: _, ranges: __, ...record }: Work): Shard {
  return record as Shard;
}
