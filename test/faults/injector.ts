/**
 * What befalls one operation, once. `error after`: it took effect, and the answer was lost; of a listing, lost midway.
 * `duplicate`: it is delivered twice, and the caller sees the second answer. `kill`: from then on nothing works.
 */
export type Fault = 'error before' | 'error after' | 'duplicate' | 'kill';

/** One operation of a run. */
export interface Operation {
  readonly kind: 'read' | 'write';
  /** What it does with what, and for which time: the same in every run over the same data. */
  readonly name: string;
}

export interface Hit {
  readonly name: string;
  readonly fault: Fault;
}

export class Injected extends Error {
  override readonly name = 'Injected';
}

/** Names all operations that go through it and lets one of them suffer a fault. */
export class Injector {
  /** What was asked for, in order. */
  readonly operations: Operation[] = [];
  /** Whether the fault took place. */
  happened = false;
  private readonly times = new Map<string, number>();
  private dead = false;

  constructor(private readonly hit: Hit | null) {}

  /** An operation that answers once. */
  call<A extends unknown[], R>(
    kind: Operation['kind'],
    work: (...args: A) => Promise<R>,
    nameOf: (args: A) => string,
  ): (...args: A) => Promise<R> {
    return async (...args) => {
      const fault = this.enter(kind, nameOf(args));
      const answer = await work(...args);
      this.live();
      if (fault === 'error after') throw new Injected(fault);
      return fault === 'duplicate' ? work(...args) : answer;
    };
  }

  /** One that answers bit by bit. */
  flow<A extends unknown[], R>(
    work: (...args: A) => AsyncIterable<R>,
    nameOf: (args: A) => string,
  ): (...args: A) => AsyncGenerator<R> {
    const self = this;
    return async function* (...args) {
      const fault = self.enter('read', nameOf(args));
      for await (const one of work(...args)) {
        self.live();
        yield one;
        if (fault === 'error after') break;
      }
      if (fault === 'error after') throw new Injected(fault);
    };
  }

  /** The fault that the operation is to suffer after it took effect, if any. @throws Injected where it takes none. */
  private enter(kind: Operation['kind'], what: string): Fault | null {
    this.live();
    const time = (this.times.get(what) ?? 0) + 1;
    this.times.set(what, time);
    const name = `${what} (${time})`;
    this.operations.push({ kind, name });
    if (this.hit?.name !== name) return null;
    const { fault } = this.hit;
    this.happened = true;
    this.dead = fault === 'kill';
    if (this.dead || fault === 'error before') throw new Injected(fault);
    return fault;
  }

  private live(): void {
    if (this.dead) throw new Injected('nothing works any more');
  }
}
