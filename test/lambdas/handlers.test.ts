import './environment.ts';
import { describe, expect, it } from 'vitest';
import { createHandler as abandon } from '../../lambdas/abandon.ts';
import { createHandler as evaluate } from '../../lambdas/evaluate.ts';
import { createHandler as joinLabels } from '../../lambdas/join-labels.ts';
import { createHandler as plan } from '../../lambdas/plan.ts';
import { createHandler as profile } from '../../lambdas/profile.ts';
import { createHandler as touchedWindows } from '../../lambdas/touched-windows.ts';
import { newShard } from '../../lib/pipeline/shard.ts';
import { PROFILE_SCHEMA } from '../../lib/profile/profile-schema.ts';
import { memoryPorts } from './memory-ports.ts';

const monitor = { monitor: 'm', task: 'regression', columns: { timestamp: 'at' } };
const event = { monitor, run: 'execution-1', now: '2026-11-02T00:10:00.123Z' };

const BASELINE = JSON.stringify({ schema: PROFILE_SCHEMA, version: 'v1' });

describe('plan', () => {
  it('puts the configuration on record, and only when it changed', async () => {
    const { ports, objects, written } = memoryPorts();
    objects.set('baselines/m/v1/profile.json', BASELINE);
    const handler = plan(ports);
    expect(await handler(event)).toEqual({ status: 'ready', baseline: 'v1', shards: [] });
    expect(JSON.parse(objects.get('monitors/m.yaml') ?? '')).toMatchObject({ window: '1d' });
    await handler(event);
    expect(written).toEqual(['monitors/m.yaml']);
    await handler({ ...event, monitor: { ...monitor, window: '1h' } });
    expect(written).toEqual(['monitors/m.yaml', 'monitors/m.yaml']);
  });

  it('leaves a monitor alone that another run has', async () => {
    const { ports, objects } = memoryPorts();
    objects.set('baselines/m/v1/profile.json', BASELINE);
    await plan(ports)(event);
    expect(await plan(ports)({ ...event, run: 'execution-2' })).toMatchObject({ status: 'busy' });
  });

  it.each([
    ['monitor', { ...event, monitor: { ...monitor, task: 'ranking' } }],
    ['run', { ...event, run: '' }],
    ['now', { ...event, now: 'yesterday' }],
  ])('refuses a wrong %s', async (_, wrong) => {
    await expect(plan(memoryPorts().ports)(wrong)).rejects.toThrow();
  });
});

describe('profile', () => {
  it('answers the counts of a shard and no more', async () => {
    const { ports } = memoryPorts();
    const members = { objects: [], ranges: [] };
    const shard = newShard('predictions', members, event.now, 'v1');
    await ports.table.write('m', [{ put: { ...shard, state: 'done', rows: 7 } }]);
    expect(await profile(ports)({ monitor, shard: shard.id })).toEqual({
      shard: shard.id,
      rows: 7,
    });
  });
});

describe('touchedWindows and joinLabels', () => {
  it('name the windows that are due, and mark them', async () => {
    const { ports, items } = memoryPorts();
    const start = Date.parse('2026-11-01T00:00:00Z');
    const sk = `window#${String(start).padStart(15, '0')}`;
    const record = { sk, start, dirty: true, joinDue: true, judged: null, published: null };
    await ports.table.write('m', [{ put: record }]);
    expect(await touchedWindows(ports)(event)).toEqual({ windows: [{ window: start }] });
    await joinLabels(ports)({ monitor, window: start });
    expect(items.get(`m/${sk}`)).toMatchObject({ joinDue: false });
  });
});

describe('evaluate', () => {
  it('counts the run, gives the monitor back and answers in short', async () => {
    const { ports, objects, items, said } = memoryPorts();
    objects.set('baselines/m/v1/profile.json', BASELINE);
    await plan(ports)(event);
    expect(await evaluate(ports)({ ...event, shards: [] })).toEqual({
      windows: 0,
      alerts: 0,
      opened: [],
      resolved: [],
      ongoing: 0,
      retraining: null,
    });
    expect(items.has('m/lease')).toBe(false);
    const [{ outlet, content } = {}] = said;
    expect(outlet).toBe('publish');
    expect(content).toMatchObject([
      { metric: 'runs', value: 1 },
      { metric: 'predictions_read', value: 0 },
    ]);
  });
});

describe('abandon', () => {
  it('writes down why the run failed and gives the monitor back', async () => {
    const { ports, objects, items } = memoryPorts();
    objects.set('baselines/m/v1/profile.json', BASELINE);
    await plan(ports)(event);
    const failure = { Error: 'Error', Cause: '{"errorMessage":"no room","trace":[]}' };
    expect(await abandon(ports)({ ...event, failure })).toEqual({ error: 'Error: no room' });
    expect(items.has('m/lease')).toBe(false);
    const key = [...objects.keys()].find((one) => one.startsWith('audit/')) ?? '';
    expect(JSON.parse(objects.get(key) ?? '')).toMatchObject({
      outcome: 'failed',
      error: 'Error: no room',
    });
  });

  it('takes a cause that is no JSON, as of a timeout', async () => {
    const failure = { Error: 'States.Timeout', Cause: 'Task timed out' };
    const { error } = (await abandon(memoryPorts().ports)({ ...event, failure })) as {
      error: string;
    };
    expect(error).toBe('States.Timeout: Task timed out');
  });
});
