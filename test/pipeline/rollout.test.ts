import { afterEach, describe, expect, it } from 'vitest';
import type { Announcement } from '../../lib/act/announcement.ts';
import type { Message } from '../../lib/act/message.ts';
import { type OpenPorts, openFolder } from '../../lib/adapters/folder/ports.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import type { AuditRecord } from '../../lib/pipeline/audit.ts';
import { promote } from '../../lib/pipeline/promote.ts';
import { readComparisons } from '../../lib/pipeline/read-comparisons.ts';
import { readVariantHistory } from '../../lib/pipeline/rollout-history.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { describeRun } from '../../lib/report/run-text.ts';
import { windowText } from '../../lib/report/window-text.ts';
import { variantLog, variantMonitor, variantWorkspace } from '../support/variant-workspace.ts';

const TODAY = new Date('2026-11-01T06:00:00Z');
const later = (days: number) => new Date(TODAY.getTime() + days * 86_400_000);
const ROLLOUT = '{ champion: m1, margin: { accuracy: 0.02 } }';
const FIRST = '2026-10-20';

let workspace: Awaited<ReturnType<typeof variantWorkspace>>;
let ports: OpenPorts;
afterEach(async () => {
  await ports.close();
  await workspace.remove();
});

async function open(rollout = ROLLOUT, variants = ['m1', 'better', 'worse', 'equal']) {
  workspace = await variantWorkspace(rollout);
  await workspace.drop('predictions/shop/october.csv', variantLog(FIRST, 12, variants));
  ports = await openFolder(workspace.root, { threads: 1 });
  let runs = 0;
  const monitor = parseMonitor(variantMonitor(rollout), 'shop.yaml');
  return { monitor, run: (now: Date) => runMonitor(ports, { monitor, now, run: `run${++runs}` }) };
}

async function read<T>(prefix: string): Promise<T[]> {
  const objects = await ports.workspace.list(prefix);
  return Promise.all(
    objects.map(async ({ key }) => JSON.parse((await ports.workspace.read(key)) ?? '') as T),
  );
}

const events = async () =>
  (await read<Announcement>('outbox/shop/event-')).map(({ detail }) => [
    detail.challenger,
    detail.decision,
  ]);
const infos = async () =>
  (await read<Message>('outbox/shop/message-')).filter(
    ({ attributes }) => attributes.severity === 'info',
  );

describe('a rollout over a log with two and more variants', () => {
  it('promotes the better, rejects the worse, watches the equal, and tells each decision once', async () => {
    const { monitor, run } = await open();
    const summary = await run(TODAY);
    expect(summary.failed).toEqual([]);
    const decisions = summary.rollout?.comparisons.map((one) => [one.challenger, one.decision]);
    expect(decisions).toEqual([
      ['better', 'promote'],
      ['equal', 'keep watching'],
      ['worse', 'reject'],
    ]);
    expect(new Set((await events()).map(String))).toEqual(
      new Set(['better,promote', 'equal,keep watching', 'worse,reject']),
    );
    const [message] = await infos();
    expect(message?.subject).toBe('shop: promote better, reject worse');
    expect(message?.text).toContain('driftwatch promote <workspace> shop better');

    const text = describeRun(summary, { workspace: 'w', now: TODAY });
    expect(text).toContain('variant better beside m1: PROMOTE (roc_auc');
    expect(text).toMatch(
      /roc_auc[ │]+0\.\d+[ │]+0\.\d+[ │]+0\.\d+[ │]+0\.\d+ to 0\.\d+[ │]+0\.01[ │]+\d+[ │]+better/,
    );

    const [audit] = await read<AuditRecord>('audit/shop/');
    expect(audit?.acted?.rollout?.changed.map(({ reason }) => reason)).toHaveLength(3);

    const again = await run(later(0.1));
    expect(again.rollout?.changed).toEqual([]);
    expect(await events()).toHaveLength(3);
    expect(await infos()).toHaveLength(1);
    expect((await readComparisons(ports, monitor))?.comparisons).toEqual(
      summary.rollout?.comparisons,
    );

    // Windows before the look-back go into sums; what they say stays, whether they are remembered beside it or not.
    await run(later(60));
    const history = await readVariantHistory(ports, 'shop');
    expect(history?.upTo).toBe('2026-10-31T00:00:00Z');
    const records = await ports.table.query('shop', 'window#');
    await ports.table.write(
      'shop',
      records.map(({ sk }) => ({ remove: sk })),
    );
    expect((await run(later(61))).rollout).toMatchObject({
      comparisons: summary.rollout?.comparisons,
      changed: [],
    });
  });

  it('shows the window itself in its result, and in its report', async () => {
    const { run } = await open(ROLLOUT, ['m1', 'better']);
    const { windows } = await run(TODAY);
    expect(windows).toHaveLength(12);
    for (const { variants } of windows) {
      expect(variants?.values.map(({ variant, metric }) => `${variant} ${metric}`).sort()).toEqual(
        ['better', 'm1'].flatMap((one) => [`${one} accuracy`, `${one} log_loss`, `${one} roc_auc`]),
      );
      for (const { difference, low, high } of variants?.differences ?? []) {
        expect(low).toBeLessThan(difference);
        expect(high).toBeGreaterThan(difference);
      }
    }
    const [first] = windows;
    if (!first) throw new Error('no window');
    expect(windowText(first, [])).toContain('better less m1');
  });

  it('leaves the baseline of a challenger alone until it is promoted, then goes by it and keeps old results', async () => {
    const { monitor, run } = await open();
    await workspace.drop(
      'baselines/shop/v2/reference.csv',
      variantLog('2026-09-10', 5, ['better']),
    );
    await workspace.write(
      'baselines/shop/v2/variant.yaml',
      '{ variant: better, cross_validation: { roc_auc: [0.95, 0.96, 0.97], log_loss: { mean: 0.5 } } }',
    );
    const first = await run(TODAY);
    expect(new Set(first.windows.map(({ baseline }) => baseline))).toEqual(new Set(['v1']));
    const [told] = await infos();
    expect(told?.text).toMatch(
      /cross-validation of better \(baseline v2\): roc_auc 0.96 \+- 0.01, realised 0\.\d+: worse by more than two deviations; log_loss 0.5, realised/,
    );

    const input = { monitor, now: later(0.1), anyway: false };
    await expect(promote(ports, { ...input, variant: 'worse' })).rejects.toThrow(
      /worse is not promoted, the comparison says reject: .*--anyway/,
    );
    await expect(promote(ports, { ...input, variant: 'm9' })).rejects.toThrow(
      /no run has compared a variant m9 with m1; compared: better, equal, worse/,
    );
    await promote(ports, { ...input, variant: 'better' });
    await workspace.drop(
      'predictions/shop/november.csv',
      variantLog('2026-11-01', 1, ['m1', 'better', 'worse', 'equal']),
    );
    const second = await run(later(1));
    expect(second.windows.map(({ window, baseline }) => [window.start, baseline])).toEqual([
      ['2026-11-01T00:00:00Z', 'v2'],
    ]);
    expect(second.rollout).toMatchObject({
      champion: 'better',
      promotions: [{ variant: 'better', over: 'm1', by: 'person' }],
    });
    expect((await events()).map(String)).toContain('better,promoted');
    // The rest is compared with the new champion over all windows; the former one is no challenger.
    expect(second.rollout?.comparisons.map(({ challenger, since }) => [challenger, since])).toEqual(
      ['equal', 'worse'].map((one) => [one, '2026-10-20T00:00:00Z']),
    );
    const results = await read<{ baseline: string }>('results/shop/');
    expect(results.map(({ baseline }) => baseline)).toEqual([...Array(12).fill('v1'), 'v2']);
    expect((await run(later(1.1))).rollout?.promotions).toEqual([]);

    await promote(ports, { ...input, now: later(1.2), variant: 'm1', anyway: true });
    expect((await run(later(1.3))).rollout?.champion).toBe('m1');
  });

  it('promotes by itself where the monitor file says so, once', async () => {
    const { run } = await open('{ champion: m1, promote: automatic, metrics: [roc_auc] }', [
      'm1',
      'better',
    ]);
    const { rollout } = await run(TODAY);
    expect(rollout?.promotions).toMatchObject([{ variant: 'better', over: 'm1', by: 'automatic' }]);
    expect((await infos()).map(({ subject }) => subject)).toEqual(['shop: better is promoted']);
    const next = await run(later(0.1));
    expect(next.rollout).toMatchObject({ champion: 'better', promotions: [], comparisons: [] });
  });
});
