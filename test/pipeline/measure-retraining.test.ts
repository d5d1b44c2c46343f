import { afterEach, expect, it } from 'vitest';
import type { Announcement } from '../../lib/act/announcement.ts';
import type { Message } from '../../lib/act/message.ts';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import type { AuditRecord } from '../../lib/pipeline/audit.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { describeRun } from '../../lib/report/run-text.ts';
import { sql } from '../../lib/sql/sql.ts';
import { variantLog, variantMonitor, variantWorkspace } from '../support/variant-workspace.ts';

const ROLLOUT = '{ champion: m1 }\nretrain: { on: [performance] }';

let workspace: Awaited<ReturnType<typeof variantWorkspace>>;
let ports: OpenPorts;
afterEach(async () => {
  await ports.close();
  await workspace.remove();
});

/** The log of the model in use, which is as good as that variant. */
const asGoodAs = (variant: string, first: string, days: number) =>
  sql`SELECT * REPLACE ('m1' AS model) FROM (${variantLog(first, days, [variant])})`;

async function read<T>(prefix: string): Promise<T[]> {
  const objects = await ports.workspace.list(prefix);
  return Promise.all(
    objects.map(async ({ key }) => JSON.parse((await ports.workspace.read(key)) ?? '') as T),
  );
}

it('closes the incident that asked for retraining with the numbers before and after', async () => {
  workspace = await variantWorkspace(ROLLOUT);
  ports = await openFolder(workspace.root, { threads: 1 });
  const monitor = parseMonitor(variantMonitor(ROLLOUT), 'shop.yaml');
  const run = (day: string) =>
    runMonitor(ports, { monitor, now: new Date(`${day}T06:00:00Z`), run: day });

  await workspace.drop('predictions/shop/bad.csv', asGoodAs('worse', '2026-10-20', 2));
  const asked = await run('2026-10-22');
  expect(asked.request?.evidence).toMatchObject([
    { cause: 'column score', kinds: expect.arrayContaining(['performance']) },
  ]);
  expect(asked.retrained).toBeUndefined();

  await workspace.drop('baselines/shop/v2/reference.csv', asGoodAs('better', '2026-09-10', 5));
  await workspace.drop('predictions/shop/good.csv', asGoodAs('better', '2026-10-22', 1));
  const closed = await run('2026-10-23');
  const [effect] = closed.retrained ?? [];
  expect(effect).toMatchObject({
    cause: 'column score',
    on: 'resolved',
    request: asked.request?.id,
    model: 'baseline v2',
    verdict: 'helped',
    windows: { before: '2026-10-21T00:00:00Z', after: '2026-10-22T00:00:00Z' },
  });
  for (const { metric, column, segment, before, after } of effect?.metrics ?? []) {
    const found = asked.windows
      .at(-1)
      ?.measurements.find(
        (one) =>
          one.metric === metric &&
          one.column === column &&
          one.segment === segment &&
          one.variant === null,
      );
    expect(before).toBe(found?.value);
    expect(after).not.toBeNull();
  }
  expect(effect?.message).toMatch(
    /log_loss [\d.]+ before \(2026-10-21\), [\d.]+ after \(2026-10-22\), baseline .*: retraining helped \(baseline v2\)/,
  );
  expect(describeRun(closed, { workspace: 'w', now: new Date() })).toContain(effect?.message);
  const told = (await read<Message>('outbox/shop/message-')).map(({ subject }) => subject);
  expect(told).toContain('shop: retraining helped');
  const [event] = await read<Announcement>('outbox/shop/event-');
  expect(event).toMatchObject({ type: 'Retraining Measured', detail: { verdict: 'helped' } });
  const audits = await read<AuditRecord>('audit/shop/');
  expect(audits.map(({ acted }) => acted?.retrained?.length ?? 0)).toEqual([0, 1]);

  expect((await run('2026-10-24')).retrained).toBeUndefined();
});
