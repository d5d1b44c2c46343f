import type { Message } from '../act/message.ts';
import { sha256 } from '../audit/digest.ts';
import { RefusedError } from '../errors.ts';
import type { Item, Ports, TableWrite } from './ports.ts';

/** A topic that did not take a message which another one took. */
export interface Undelivered {
  readonly subject: string;
  readonly topic: string;
  readonly reason: string;
}

/**
 * Tells people each message once on each of its topics, whatever becomes of the others: what was sent is noted until the run has
 * noted what it told, so that a run that fails after it, again and again, does not say it again and again.
 */
export class Teller {
  readonly undelivered: Undelivered[] = [];
  private readonly unheard: Error[] = [];
  private readonly sent: string[] = [];

  constructor(
    private readonly ports: Pick<Ports, 'table' | 'outlets'>,
    private readonly monitor: string,
  ) {}

  /** Ports whose messages go through this. */
  over(ports: Ports): Ports {
    return { ...ports, outlets: { ...ports.outlets, notify: (message) => this.tell(message) } };
  }

  /** @throws where the ledger can't be read or written; what a topic says of a message is told by `end` */
  async tell(message: Message): Promise<void> {
    const failures: { readonly topic: string; readonly error: Error }[] = [];
    const topics = message.topics ?? [null];
    for (const topic of topics) {
      const error = await this.send(message, topic);
      if (error) failures.push({ topic: topic ?? "the stack's", error });
    }
    const passing = failures.find(({ error }) => !(error instanceof RefusedError));
    const [first] = failures;
    if (passing) this.unheard.push(passing.error);
    else if (first && failures.length === topics.length) this.unheard.push(first.error);
    else
      for (const { topic, error } of failures)
        this.undelivered.push({ subject: message.subject, topic, reason: error.message });
  }

  /** @throws where nobody took a message, or where a topic may take it later */
  end(): void {
    const [first] = this.unheard;
    if (first) throw first;
  }

  /** Forgets what was sent: for where it is noted what was told. */
  writes(): TableWrite[] {
    return this.sent.map((remove) => ({ remove }));
  }

  private async send(message: Message, topic: string | null): Promise<Error | null> {
    const { table, outlets } = this.ports;
    const { subject, text } = message;
    const sk = `sent#${sha256(JSON.stringify([topic, subject, text])).slice(0, 32)}`;
    const isSent = (await table.get(this.monitor, sk)) !== null;
    try {
      if (!isSent) await outlets.notify(topic === null ? message : { ...message, topics: [topic] });
    } catch (error) {
      return error as Error;
    }
    this.sent.push(sk);
    if (!isSent) await table.write(this.monitor, [{ put: { sk } satisfies Item }]);
    return null;
  }
}
