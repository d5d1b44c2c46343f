import './environment.ts';
import { expect, it, vi } from 'vitest';

vi.stubEnv('SPOOL', 'spool');
vi.stubEnv('MONITORS', 'income,price');
const { createHandler } = await import('../../lambdas/collect-intake.ts');
const { MemoryTable } = await import('../../lib/adapters/memory/table.ts');

const headers = {
  'content-type': 'application/json',
  'Ce-Type': 'org.kubeflow.serving.inference.request',
  'Ce-Id': 'r1',
};
const event = (more: object = {}) => ({
  ...{ rawPath: '/income', rawQueryString: '', headers, isBase64Encoded: true },
  body: Buffer.from('{"instances":[[1]]}').toString('base64'),
  requestContext: { http: { method: 'POST' } },
  ...more,
});
const stand = (secret: string | null = null) => {
  const spool = new MemoryTable();
  const monitors = new Set(['income']);
  return { spool, handle: createHandler(async () => ({ spool, monitors, secret })) };
};

it('a function URL takes events into the spool, once', async () => {
  const { spool, handle } = stand();
  expect(await handle(event())).toEqual({ statusCode: 202, body: '1 taken\n' });
  expect(await handle(event())).toMatchObject({ statusCode: 202 });
  expect(await spool.query('income', 'half#')).toMatchObject([
    { id: 'r1', side: 'request', body: '{"instances":[[1]]}' },
  ]);
});

it.each([
  [404, { rawPath: '/other' }],
  [404, { rawPath: '/income/../other' }],
  [405, { requestContext: { http: { method: 'GET' } } }],
  [400, { headers: { 'content-type': 'application/json' } }],
  [413, { body: Buffer.from(noise()).toString('base64') }],
])('a function URL answers %i to what it does not take: %#', async (statusCode, more) => {
  const { spool, handle } = stand();
  expect(await handle(event(more))).toMatchObject({ statusCode });
  expect(await spool.query('income', '')).toEqual([]);
});

it('takes what is good of a batch, and says what is not', async () => {
  const { spool, handle } = stand();
  const type = 'org.kubeflow.serving.inference.request';
  const one = (id: string, more: object = {}) => ({
    type,
    id,
    data: { instances: [[1]] },
    ...more,
  });
  const batch = [one('a'), one('b', { type: 'other' }), one('c', { data: noise() }), one('d')];
  const answer = await handle(
    event({
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: Buffer.from(JSON.stringify(batch)).toString('base64'),
    }),
  );
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain('2 refused, 2 taken: events of type other');
  expect((await spool.query('income', 'half#')).map(({ id }) => id).sort()).toEqual(['a', 'd']);
});

it('a secret lets in who knows it, as a bearer or in the query, and nobody else', async () => {
  const { handle } = stand('s3cret');
  const status = async (more: object) => (await handle(event(more))).statusCode;
  expect(await status({})).toBe(401);
  expect(await status({ rawQueryString: 'key=wrong' })).toBe(401);
  expect(await status({ headers: { ...headers, authorization: 'Bearer wrong' } })).toBe(401);
  expect(await status({ rawQueryString: 'key=s3cret' })).toBe(202);
  expect(await status({ headers: { ...headers, Authorization: 'Bearer s3cret' } })).toBe(202);
  expect((await handle(event({ rawQueryString: 'key=wrong' }))).body).not.toContain('s3cret');
});

it('an event that could not be kept is no success', async () => {
  const spool = { write: () => Promise.reject(new Error('throttled')) };
  const handle = createHandler(async () => ({
    ...{ spool, monitors: new Set(['income']), secret: null },
  }));
  await expect(handle(event())).rejects.toThrow('throttled');
});

/** A payload that does not get shorter. */
function noise(): string {
  let state = 1;
  const characters = Array.from({ length: 700_000 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(48 + (state % 70));
  });
  return JSON.stringify(characters.join(''));
}
