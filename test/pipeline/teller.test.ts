import { describe, expect, it } from 'vitest';
import type { Message } from '../../lib/act/message.ts';
import { MemoryTable } from '../../lib/adapters/memory/table.ts';
import { RefusedError } from '../../lib/errors.ts';
import type { Outlets } from '../../lib/pipeline/ports.ts';
import { Teller } from '../../lib/pipeline/teller.ts';

const message = (subject: string, topics?: string[]): Message => ({
  ...{ subject, text: `${subject}.`, json: {}, ...(topics && { topics }) },
  attributes: { monitor: 'm', severity: 'alert', kind: [] },
});

/** Topics that fail as `broken` says, and what the others got. */
function stand(broken: Record<string, Error>) {
  const table = new MemoryTable();
  const heard: string[] = [];
  const notify = async ({ subject, topics = ['own'] }: Message) => {
    const error = broken[topics[0] ?? ''];
    if (error) throw error;
    heard.push(`${topics} ${subject}`);
  };
  const outlets = { notify } as unknown as Outlets;
  return { table, heard, broken, teller: () => new Teller({ table, outlets }, 'm') };
}

const gone = new RefusedError('gone takes no messages');

describe('telling people', () => {
  it('goes on to other topics and messages, and says which topic took none', async () => {
    const { teller, heard } = stand({ gone });
    const run = teller();
    await run.tell(message('a', ['gone', 'team']));
    await run.tell(message('b'));
    run.end();
    expect(heard).toEqual(['team a', 'own b']);
    expect(run.undelivered).toEqual([{ subject: 'a', topic: 'gone', reason: gone.message }]);
  });

  it('fails where nobody took a message, after all others, and says none of them twice', async () => {
    const { teller, heard, table, broken } = stand({ gone });
    for (let i = 0; i < 3; i++) {
      const run = teller();
      await run.tell(message('a', ['gone']));
      await run.tell(message('b'));
      expect(() => run.end()).toThrow(gone.message);
    }
    expect(heard).toEqual(['own b']);
    delete broken.gone;
    const run = teller();
    await run.tell(message('a', ['gone']));
    await run.tell(message('b'));
    run.end();
    expect(heard).toEqual(['own b', 'gone a']);
    await table.write('m', run.writes());
    expect(await table.query('m', 'sent#')).toEqual([]);
    // Noted and forgotten: the same words later are another message.
    await teller().tell(message('b'));
    expect(heard).toEqual(['own b', 'gone a', 'own b']);
  });

  it('fails where a topic may take it later, though another one took it', async () => {
    const { teller, heard, broken } = stand({ busy: new Error('throttled') });
    const run = teller();
    await run.tell(message('a', ['busy', 'team']));
    expect(() => run.end()).toThrow('throttled');
    delete broken.busy;
    const next = teller();
    await next.tell(message('a', ['busy', 'team']));
    next.end();
    expect(heard).toEqual(['team a', 'busy a']);
  });
});
