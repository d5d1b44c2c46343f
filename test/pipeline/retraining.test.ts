import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import type { RetrainingRequest } from '../../lib/judge/retraining.ts';
import { answerRequest, awaitingApproval } from '../../lib/pipeline/approve-retraining.ts';
import type { AuditRecord } from '../../lib/pipeline/audit.ts';
import { requestRetraining } from '../../lib/pipeline/request-retraining.ts';
import type { RetrainingManifest } from '../../lib/pipeline/retraining-manifest.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { raw } from '../../lib/sql/sql.ts';
import { TODAY } from '../support/example-workspace.ts';
import {
  daysLater,
  judgedExample,
  policed,
  removeExamples,
} from '../support/retraining-example.ts';

afterAll(removeExamples);

async function auditOf(root: string, run: string): Promise<AuditRecord[]> {
  const folder = join(root, 'audit/credit-risk');
  const files = await readdir(folder, { recursive: true });
  const records = await Promise.all(
    files
      .filter((file) => file.endsWith('.json'))
      .map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as AuditRecord),
  );
  return records.filter((record) => record.run === run);
}

describe('a retraining request', () => {
  let played: Awaited<ReturnType<typeof judgedExample>>;
  beforeAll(async () => {
    played = await judgedExample({});
  }, 60_000);

  it('carries its evidence, the baseline to beat with its performance, and where the data lies', async () => {
    const [request, ...more] = await played.requests();
    expect(more).toEqual([]);
    expect(request).toMatchObject({ baseline: 'v1', since: '2026-11-04T00:00:00Z' });
    expect(request?.evidence.map(({ cause }) => cause)).toContain('column income');
    const result = JSON.parse(
      await readFile(join(played.root, 'results/credit-risk/window=2026-11-03T0000Z.json'), 'utf8'),
    );
    const auc = result.measurements.find(
      (one: { metric: string; segment: null; variant: null }) =>
        one.metric === 'roc_auc' && one.segment === null && one.variant === null,
    );
    expect(request?.to_beat?.roc_auc).toBe(auc.reference);
    expect(request?.to_beat?.roc_auc).toBeGreaterThan(0.5);
    expect(request?.reached?.roc_auc).toBe(auc.value);
    expect(request?.manifest).toBe(join(played.root, `requests/credit-risk/${request?.id}.json`));
    expect(request?.checks?.map(({ name }) => name)).toEqual(['evidence', 'cooldown']);
  });

  it('leaves the decision with its checks in the audit record, and a no as well as a yes', async () => {
    const [yes] = await auditOf(played.root, `run-${+TODAY}`);
    expect(yes?.acted?.retraining).toMatchObject({
      request: true,
      checks: [
        { name: 'evidence', passed: true },
        { name: 'cooldown', passed: true },
      ],
    });
    const again = await played.run(daysLater(1));
    expect(again.request).toBeNull();
    const [no] = await auditOf(played.root, again.run);
    expect(no?.acted?.retraining).toMatchObject({
      request: false,
      reason: expect.stringMatching(/the cooldown ends on 2026-11-12/),
      checks: [
        { name: 'evidence', passed: true },
        { name: 'cooldown', passed: false },
      ],
    });
  });

  it('is remembered with the incidents that asked for it', async () => {
    const [request] = await played.requests();
    expect((await played.record()).past).toMatchObject([
      {
        id: request?.id,
        outcome: 'sent',
        incidents: request?.evidence.map(({ id }) => id),
        since: request?.since,
        baseline: 'v1',
      },
    ]);
  });
});

describe('a table of the first release', () => {
  it('has its unsent request sent, and its last one counted', async () => {
    const { within, run, requests } = await judgedExample({
      on: ['fairness'],
      budget: '2 per 30d',
    });
    const old = {
      ...{ id: 'old', monitor: 'credit-risk', reason: 'column a', evidence: [], baseline: 'v1' },
      ...{ since: null, data: [], requested: TODAY.toISOString() },
    };
    const record = {
      ...{ sk: 'retraining', started: daysLater(-40).toISOString() },
      ...{ last: daysLater(-10).toISOString(), pending: JSON.stringify(old) },
    };
    await within(({ table }) => table.write('credit-risk', [{ put: record }]));
    expect((await run(daysLater(1))).request).toEqual(old);
    expect(await requests()).toEqual([old]);
    const policy = { on: ['drift'], budget: '2 per 30d', cooldown: '1h' };
    const next = await run(daysLater(2), policed(policy));
    expect(next.retraining.reason).toBe('2 of 2 requests used in the last 30d');
  }, 60_000);
});

describe('the manifest', () => {
  it('lists labelled windows, and the SQL of the manual reads them with their labels', async () => {
    // By schedule: all windows, of which the last has no labels.
    const { root, requests } = await judgedExample({
      on: ['fairness'],
      schedule: 'rate(1 minute)',
    });
    const none = await requests();
    expect(none).toEqual([]);
    const again = await judgedAgain(root);
    const [request] = again;
    const manifest = JSON.parse(
      await readFile(request?.manifest ?? '', 'utf8'),
    ) as RetrainingManifest;
    expect(manifest).toMatchObject({
      schema: 1,
      request: request?.id,
      rows: 6000,
      labelled: 6000,
      baseline: 'v1',
      to_beat: request?.to_beat,
    });
    expect(manifest.windows.map(({ start, labelled }) => [start, labelled])).toEqual([
      ['2026-11-02T00:00:00Z', 3000],
      ['2026-11-03T00:00:00Z', 3000],
    ]);
    expect(manifest.windows[0]?.sources?.map((one) => 'key' in one && one.key)).toContain(
      'predictions/credit-risk/2026-11-02.jsonl',
    );
    const statements = manualSql('requests').replaceAll('<manifest>', request?.manifest ?? '');
    const engine = await openDuckDb({ threads: 1, memoryMegabytes: 300, spillFolder: root });
    try {
      const parts = statements.split(';').filter((part) => part.trim() !== '');
      for (const part of parts.slice(0, -1)) await engine.run(raw(part));
      const training = parts.at(-1)?.trim() ?? '';
      const [counted] = await engine.rows(
        raw(`SELECT count(*) AS n, count(DISTINCT id) AS ids, count(label) AS labels,
          avg((label = '1')::INTEGER) AS share FROM (${training})`),
      );
      expect(counted).toMatchObject({ n: 6000n, ids: 6000n, labels: 6000n });
      const [truth] = await engine.rows(
        raw(`SELECT avg(defaulted) AS share FROM read_csv('${root}/labels/credit-risk/*.csv')`),
      );
      expect(counted?.share).toBeCloseTo(Number(truth?.share), 12);
    } finally {
      engine.close();
    }
  }, 60_000);
});

async function judgedAgain(root: string): Promise<RetrainingRequest[]> {
  const ports = await openFolder(root, { threads: 1 });
  const monitor = policed({ on: ['fairness'], schedule: 'rate(1 minute)' });
  const now = new Date(TODAY.getTime() + 3_600_000);
  try {
    const { request } = await runMonitor(ports, { monitor, now, run: 'scheduled' });
    return request ? [request] : [];
  } finally {
    await ports.close();
  }
}

/** The fenced SQL below a heading of the manual whose name holds a word. */
function manualSql(word: string): string {
  const manual = readFileSync('docs/operations.md', 'utf8');
  const section = manual.split(/^## /m).find((text) => text.split('\n')[0]?.includes(word));
  return /```sql\n([\s\S]*?)```/.exec(section ?? '')?.[1] ?? '';
}

describe('approve: manual', () => {
  const answer = (id: string, now: Date, approve = true) =>
    ({ request: id, approve, by: 'Ada', now }) as const;

  it('sends nothing before someone approves it, and tells them once', async () => {
    const { root, monitor, within, run, requests, approvals, first, record } = await judgedExample({
      approve: 'manual',
    });
    expect(first.request).toBeNull();
    expect(await requests()).toEqual([]);
    const waiting = await within((ports) => awaitingApproval(ports, monitor));
    const id = waiting?.request.id ?? '';
    expect(first.retraining.reason).toBe(
      `request ${id} waits for approval until ${daysLater(7).toISOString()}`,
    );
    const [message, ...more] = await approvals();
    expect(more).toEqual([]);
    expect(message.text).toContain(`driftwatch approve <workspace> credit-risk ${id}\n`);
    expect(message.text).toContain(`${id} --reject`);
    expect(message.attributes.kind).toContain('drift');

    await run(daysLater(1));
    expect(await approvals()).toHaveLength(1);
    expect(await requests()).toEqual([]);

    const now = daysLater(2);
    const done = await within((ports) => answerRequest(ports, monitor, answer(id, now)));
    expect(done.outcome).toBe('sent');
    const [request, ...others] = await requests();
    expect(others).toEqual([]);
    expect(request).toMatchObject({ id, approved: { by: 'Ada', at: now.toISOString() } });
    const [audited] = await auditOf(root, `approve-${id}`);
    expect(audited?.acted).toMatchObject({
      retraining: { verdict: { request: id, approved: true, by: 'Ada', at: now.toISOString() } },
      request: { id },
    });
    // Chained: the record of the run after it names it.
    const later = await run(daysLater(3));
    const [next] = await auditOf(root, later.run);
    expect(next?.previous).toBe(audited?.hash);
    expect(later.retraining.reason).toMatch(/the cooldown ends on 2026-11-14/);
    expect((await record()).past).toMatchObject([{ id, outcome: 'sent', by: 'Ada' }]);
    await expect(within((ports) => answerRequest(ports, monitor, answer(id, now)))).rejects.toThrow(
      /waits for nobody: it was sent by Ada/,
    );
  }, 60_000);

  it('asks no more within the cooldown once it was rejected', async () => {
    const { root, monitor, within, run, requests, approvals, first } = await judgedExample({
      approve: 'manual',
    });
    const id = /request (\w+)/.exec(first.retraining.reason)?.[1] ?? '';
    const done = await within((ports) =>
      answerRequest(ports, monitor, answer(id, daysLater(1), false)),
    );
    expect(done).toEqual({ outcome: 'rejected', reason: `request ${id} was rejected by Ada` });
    const [audited] = await auditOf(root, `approve-${id}`);
    expect(audited?.acted?.retraining.verdict).toMatchObject({ approved: false, by: 'Ada' });
    expect((await run(daysLater(2))).retraining.reason).toMatch(/rejected on 2026-11-06/);
    expect(await requests()).toEqual([]);
    // A new request, with another id.
    await run(daysLater(9));
    expect(await approvals()).toHaveLength(2);
  }, 60_000);

  it('lapses after a time, and says so', async () => {
    const { monitor, within, run, approvals, first } = await judgedExample({
      approve: 'manual',
      approve_within: '2d',
    });
    const id = /request (\w+)/.exec(first.retraining.reason)?.[1] ?? '';
    const late = daysLater(3);
    await expect(
      within((ports) => answerRequest(ports, monitor, answer(id, late))),
    ).rejects.toThrow(/lapsed on 2026-11-07/);
    const next = await run(late);
    expect(next.retraining.checks?.[0]?.message).toMatch(/lapsed: nobody approved it until/);
    expect(await approvals()).toHaveLength(2);
    await expect(
      within((ports) => answerRequest(ports, monitor, answer(id, late))),
    ).rejects.toThrow(/waits for nobody: it lapsed on/);
    const none = await run(daysLater(4), policed({ on: ['fairness'], approve: 'automatic' }));
    expect(none.retraining.checks?.[0]?.message).toMatch(/asks for no approval any more/);
    expect(none.request).toBeNull();
  }, 60_000);

  it('is sent once a blackout is over where it was approved in one', async () => {
    // TODAY is a Thursday.
    const { monitor, within, run, requests, first } = await judgedExample({
      approve: 'manual',
      blackout: ['Fri 00:00 - Mon 00:00'],
    });
    const id = /request (\w+)/.exec(first.retraining.reason)?.[1] ?? '';
    const done = await within((ports) => answerRequest(ports, monitor, answer(id, daysLater(1))));
    expect(done).toMatchObject({ outcome: 'waits', reason: expect.stringMatching(/2026-11-09/) });
    await run(daysLater(2));
    expect(await requests()).toEqual([]);
    const after = await run(daysLater(4));
    expect(after.request).toMatchObject({ id, approved: { by: 'Ada' } });
    expect(await requests()).toHaveLength(1);
  }, 60_000);

  it('lapses with its incidents', async () => {
    const { monitor, within } = await judgedExample({ approve: 'manual' });
    const { decision, record } = await within((ports) =>
      requestRetraining(ports, monitor, [], [], daysLater(1)),
    );
    expect(decision.request).toBe(false);
    expect(decision.checks?.[0]?.message).toMatch(/lapsed: its incidents are over/);
    expect(record).toMatchObject({ awaiting: null, past: [{ outcome: 'lapsed' }] });
  }, 60_000);
});
