import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../lib/pipeline/run-monitor.ts';
import { comparedWithText } from '../../lib/report/compared-with-text.ts';
import type { WindowResult } from '../../lib/results.ts';
import { dayOf, seasonalWorkspace } from '../support/seasonal-workspace.ts';

const WEEK = 7;
const STEADY = { basket: '0', desktop: '0.5' };

let shop: Awaited<ReturnType<typeof seasonalWorkspace>>;
beforeEach(async () => {
  shop = await seasonalWorkspace();
});
afterEach(() => shop.remove());

const alertsOf = ({ findings }: Pick<WindowResult, 'findings'>) => [
  ...new Set(
    findings
      .filter(({ severity, segment }) => severity === 'alert' && segment === null)
      .map(({ metric, column }) => column ?? metric),
  ),
];

const byDay = ({ windows }: RunSummary, alerts = (window: WindowResult) => alertsOf(window)) =>
  Object.fromEntries(windows.map((window) => [window.window.start, alerts(window)]));

describe('compare: { of: last 7d }', () => {
  it('follows traffic that a stale baseline alerts on day after day, and still finds what is sudden', async () => {
    await shop.baseline({ from: 0, until: 14, ...STEADY });
    const moved = { ...STEADY, basket: '1.2' };
    await shop.predictions({ from: 30, until: 40, ...moved });
    const stale = await shop.run(shop.monitor(), 40);
    expect(Object.values(byDay(stale))).toEqual(Array(10).fill(['basket']));
    await shop.predictions({ from: 40, until: 41, ...moved });
    await shop.predictions({ from: 41, until: 42, ...moved, desktop: '0.9' });
    const moving = await shop.run(shop.monitor({ compare: { of: 'last 7d' } }), 42);
    expect(moving.failed).toEqual([]);
    expect(byDay(moving)).toEqual({ [dayOf(40)]: [], [dayOf(41)]: ['device'] });
    expect(moving.windows[1]?.compared_with).toEqual({
      season: null,
      of: 'last 7d',
      rows: 7 * 480,
      windows: [34, 35, 36, 37, 38, 39, 40].map(dayOf),
    });
    expect(comparedWithText(moving.windows[1] as WindowResult)).toBe(
      'baseline v1: compared with the last 7d, 7 windows, 3360 rows',
    );
  }, 120_000);

  it('holds performance against the baseline all the same', async () => {
    await shop.baseline({ from: 0, until: 14, ...STEADY });
    const worse = { ...STEADY, right: '0.75' };
    await shop.predictions({ from: 30, until: 40, ...worse });
    const watched = shop.monitor({
      compare: { of: 'last 7d' },
      thresholds: { roc_auc: { max_drop: 0.08 } },
    });
    const run = await shop.run(watched, 40);
    expect(run.windows.map((window) => alertsOf(window).includes('roc_auc'))).toEqual(
      Array(10).fill(true),
    );
    expect(run.windows.at(-1)?.compared_with?.of).toBe('last 7d');
  }, 120_000);

  it('leaves a window out that is unlike the others, and falls back where fewer than two are left', async () => {
    await shop.baseline({ from: 0, until: 14, ...STEADY });
    await shop.predictions({ from: 30, until: 33, ...STEADY });
    await shop.predictions({ from: 33, until: 34, ...STEADY, basket: '40' });
    await shop.predictions({ from: 34, until: 36, ...STEADY });
    const run = await shop.run(shop.monitor({ compare: { of: 'last 3d' } }), 36);
    expect(Object.entries(byDay(run)).filter(([, found]) => found.length > 0)).toEqual([
      [dayOf(33), ['basket']],
    ]);
    const compared = run.windows.map((window) => comparedWithText(window));
    expect(compared).toEqual([
      'baseline v1: compared with all of it, 6720 rows; last 3d holds no window with alerts.min_rows rows over this baseline, and 2 that agree are needed',
      'baseline v1: compared with all of it, 6720 rows; last 3d holds 1 window with alerts.min_rows rows over this baseline, and 2 that agree are needed',
      'baseline v1: compared with the last 3d, 2 windows, 960 rows',
      'baseline v1: compared with the last 3d, 3 windows, 1440 rows',
      'baseline v1: compared with the last 3d, 2 windows, 960 rows, without 1 unlike the others',
      'baseline v1: compared with the last 3d, 2 windows, 960 rows, without 1 unlike the others',
    ]);
    expect(run.windows[4]?.compared_with?.left_out).toEqual([dayOf(33)]);
  }, 120_000);

  it('takes to what most of the windows are, where a change has come to stay', async () => {
    await shop.baseline({ from: 0, until: 14, ...STEADY });
    await shop.predictions({ from: 30, until: 35, ...STEADY });
    await shop.predictions({ from: 35, until: 41, ...STEADY, basket: '1.5' });
    const run = await shop.run(shop.monitor({ compare: { of: 'last 5d' } }), 41);
    const found = Object.values(byDay(run)).map((some) => some.length > 0);
    expect(found.slice(5)).toEqual([true, true, true, false, false, false]);
    expect(run.windows.at(-3)?.compared_with).toMatchObject({
      windows: [35, 36, 37].map(dayOf),
      left_out: [33, 34].map(dayOf),
    });
  }, 120_000);
});

describe('compare: { season: weekday, of: last 3w }', () => {
  it('compares with the same weekday of the last weeks', async () => {
    await shop.baseline({ from: 0, until: 14, desktop: '0.3 + 0.4 * weekend' });
    for (const week of [4, 5, 6, 7])
      await shop.predictions({ from: week * WEEK + 6, until: week * WEEK + 8 });
    const run = await shop.run(
      shop.monitor({ compare: { season: 'weekday', of: 'last 3w' } }),
      8 * WEEK + 1,
    );
    expect(run.windows.map((window) => alertsOf(window).length > 0)).toEqual([
      ...[true, true, true, true],
      ...[false, false, false, false],
    ]);
    expect(run.windows[6]?.compared_with).toEqual({
      season: 'weekday=Sunday',
      of: 'last 3w',
      rows: 3 * 480,
      windows: [4, 5, 6].map((week) => dayOf(week * WEEK + 6)),
    });
    expect(run.windows[0]?.compared_with).toMatchObject({
      season: 'weekday=Sunday',
      of: 'baseline',
      instead: expect.stringContaining('no window'),
    });
  }, 120_000);
});

describe('a window that changes later', () => {
  it('makes those that rest on it due again, in the next run and once', async () => {
    const watched = shop.monitor({ compare: { of: 'last 3d' } });
    await shop.baseline({ from: 0, until: 14, ...STEADY });
    await shop.predictions({ from: 30, until: 36, ...STEADY });
    const first = await shop.run(watched, 36);
    expect(first.windows).toHaveLength(6);
    expect((await shop.run(watched, 36)).windows).toEqual([]);
    await shop.predictions({ from: 31, until: 32, ...STEADY, rowsADay: 960 }, 'late', 36);
    const late = await shop.run(watched, 36);
    expect([late.unfinished, late.windows.map(({ window }) => window.start)]).toEqual([
      [],
      [dayOf(31)],
    ]);
    const again = await shop.run(watched, 36);
    expect(again.windows.map(({ window, revision }) => [window.start, revision])).toEqual(
      [32, 33, 34].map((day) => [dayOf(day), 2]),
    );
    expect(again.windows[1]?.compared_with?.rows).toBe(
      (first.windows[3]?.compared_with?.rows as number) + 960,
    );
    expect((await shop.run(watched, 36)).windows).toEqual([]);
  }, 120_000);

  it('comes to what a clean run over the same rows comes to', async () => {
    const watched = shop.monitor({ compare: { season: 'weekday', of: 'last 3w' } });
    const resultsOf = async () =>
      shop.withPorts(async (ports) => {
        const keys = (await ports.workspace.list('results/shop/')).map(({ key }) => key);
        const texts = await Promise.all(keys.map((key) => ports.workspace.read(key)));
        return texts.map((text) => {
          const { revision: _, as_of: __, ...rest } = JSON.parse(text ?? '') as WindowResult;
          // Shards that are cut otherwise add up to rounding.
          return JSON.stringify(rest, (_, value) =>
            typeof value === 'number' ? Number(value.toPrecision(9)) : value,
          );
        });
      });
    const days = async () => {
      for (const day of [32, 39, 46]) await shop.predictions({ from: day, until: day + 2 });
    };
    await shop.baseline({ from: 0, until: 14 });
    await days();
    await shop.run(watched, 49);
    await shop.predictions({ from: 32, until: 33 }, 'twice', 49);
    for (let i = 0; i < 2; i++) await shop.run(watched, 49);
    const late = await resultsOf();
    await shop.remove();
    shop = await seasonalWorkspace();
    await shop.baseline({ from: 0, until: 14 });
    await days();
    await shop.predictions({ from: 32, until: 33 }, 'twice', 49);
    await shop.run(watched, 49);
    expect(await resultsOf()).toEqual(late);
  }, 120_000);
});
