import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../lib/pipeline/run-monitor.ts';
import { comparedWithText } from '../../lib/report/compared-with-text.ts';
import { parseResult } from '../../lib/results-schema.ts';
import { resultText } from '../../lib/results-text.ts';
import { dayOf, seasonalWorkspace } from '../support/seasonal-workspace.ts';

const WEEK = 7;
/** The first day after the baseline of eight weeks: a Monday. */
const AFTER = 8 * WEEK;

let shop: Awaited<ReturnType<typeof seasonalWorkspace>>;
beforeEach(async () => {
  shop = await seasonalWorkspace();
});
afterEach(() => shop.remove());

function alertsOf({ windows }: RunSummary): string[] {
  const found = windows.flatMap(({ window, findings }) =>
    findings
      .filter(({ severity, segment }) => severity === 'alert' && segment === null)
      .map(({ column }) => `${window.start.slice(0, 10)} ${column}`),
  );
  return [...new Set(found)].sort();
}

const comparedIn = ({ windows }: RunSummary) =>
  windows.map(({ compared_with }) => compared_with?.season);

describe('compare: same weekday', () => {
  it('is calm at a weekend like those of the baseline, which alerts without it', async () => {
    await shop.baseline({ from: 0, until: AFTER });
    await shop.predictions({ from: AFTER, until: AFTER + WEEK });
    const without = await shop.run(shop.monitor(), AFTER + WEEK);
    expect(alertsOf(without)).toEqual([
      '2026-03-07 basket',
      '2026-03-07 device',
      '2026-03-08 basket',
      '2026-03-08 device',
    ]);
    expect(without.windows.map((window) => window.compared_with)).toEqual(Array(7).fill(undefined));
    await shop.predictions({ from: AFTER + WEEK, until: AFTER + 2 * WEEK });
    const seasonal = await shop.run(shop.monitor({ compare: 'same weekday' }), AFTER + 2 * WEEK);
    expect([seasonal.failed, alertsOf(seasonal)]).toEqual([[], []]);
    expect(comparedIn(seasonal)).toEqual(
      ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map(
        (day) => `weekday=${day}`,
      ),
    );
    for (const result of seasonal.windows) {
      expect(result.compared_with).toMatchObject({ of: 'baseline', rows: 8 * 480 });
      expect(parseResult(resultText(result))).toEqual(result);
    }
  }, 120_000);

  it('finds a Sunday that is like a Monday, which nothing finds without it', async () => {
    await shop.baseline({ from: 0, until: AFTER, basket: '0.6 * weekend', desktop: '0.5' });
    const sunday = { from: AFTER + 6, until: AFTER + 7, basket: '0', desktop: '0.5' };
    await shop.predictions(sunday);
    expect(alertsOf(await shop.run(shop.monitor(), AFTER + WEEK))).toEqual([]);
    await shop.predictions({ ...sunday, from: AFTER + 13, until: AFTER + 14 }, 'later');
    const seasonal = await shop.run(shop.monitor({ compare: 'same weekday' }), AFTER + 2 * WEEK);
    expect(alertsOf(seasonal)).toEqual(['2026-03-15 basket']);
  }, 120_000);

  it('learns how much windows differ from their own weekday, so that a budget of false alarms sees less', async () => {
    shop = await seasonalWorkspace({ alerts: { false_alarms: '1 per 30d' } });
    const half = { basket: '0.9 * weekend', desktop: '0.5' };
    await shop.baseline({ from: 0, until: AFTER, ...half });
    const like = { ...half, basket: '0.45' };
    await shop.predictions({ from: AFTER + 6, until: AFTER + 7, ...like }, 'sunday');
    expect(alertsOf(await shop.run(shop.monitor(), AFTER + WEEK))).toEqual([]);
    await shop.predictions({ from: AFTER + 13, until: AFTER + 14, ...like }, 'next');
    const seasonal = await shop.run(shop.monitor({ compare: 'same weekday' }), AFTER + 2 * WEEK);
    expect(alertsOf(seasonal)).toEqual(['2026-03-15 basket']);
    await shop.withPorts(async (ports) => {
      const folder = 'baselines/shop/v1';
      const read = async (file: string) =>
        JSON.parse((await ports.workspace.read(`${folder}/${file}`)) ?? '').variation;
      const [whole, own] = [await read('profile.json'), await read('seasons/weekday.json')];
      expect(whole['psi basket']).toBeGreaterThan(0.003);
      expect(own['psi basket'] ?? 0).toBeLessThan(whole['psi basket'] / 5);
    });
  }, 120_000);

  it('falls back to the whole where the baseline has too few rows of a weekday, and says so', async () => {
    await shop.baseline({ from: 0, until: 5 });
    await shop.predictions({ from: 4, until: 6 });
    const run = await shop.run(shop.monitor({ compare: 'same weekday' }), 6);
    expect(comparedIn(run)).toEqual(['weekday=Friday', null]);
    const [friday, saturday] = run.windows;
    expect(comparedWithText(friday as never)).toBe(
      'baseline v1: compared with its weekday=Friday, 480 rows',
    );
    expect(comparedWithText(saturday as never)).toBe(
      'baseline v1: compared with all of it, 2400 rows; baseline v1 has 0 rows of weekday=Saturday, fewer than alerts.min_rows of 200',
    );
  }, 120_000);

  it('cuts a baseline that was built before, and says where its data set is not there any more', async () => {
    await shop.baseline({ from: 0, until: AFTER });
    await shop.predictions({ from: AFTER, until: AFTER + 1 });
    await shop.run(shop.monitor(), AFTER + 1);
    const reference = join(shop.root, 'baselines/shop/v1/reference.csv');
    const built = await shop.withPorts((ports) =>
      ports.workspace.read('baselines/shop/v1/profile.json'),
    );
    await rm(reference);
    const seasonal = shop.monitor({ compare: 'same weekday' });
    await shop.predictions({ from: AFTER + 1, until: AFTER + 2 });
    const gone = await shop.run(seasonal, AFTER + 2);
    expect(gone.windows[0]?.compared_with).toMatchObject({
      season: null,
      rows: 8 * WEEK * 480,
      instead: expect.stringContaining('its data set is not there as it was built'),
    });
    await shop.baseline({ from: 0, until: AFTER });
    await shop.predictions({ from: AFTER + 2, until: AFTER + 3 });
    const [back] = (await shop.run(seasonal, AFTER + 3)).windows;
    expect(back?.compared_with).toEqual({
      season: 'weekday=Wednesday',
      of: 'baseline',
      rows: 3840,
    });
    await shop.withPorts(async (ports) => {
      expect(await ports.workspace.read('baselines/shop/v1/profile.json')).toBe(built);
    });
  }, 120_000);
});

describe('a finding', () => {
  it('says what it was held against, and a segment of which that has too few rows is not judged', async () => {
    const monitor = (more = {}) =>
      shop.monitor({
        thresholds: { mean: { columns: ['basket'], max_rise: 1.5 } },
        columns: { ...shop.monitor().columns, segments: ['device'] },
        ...more,
      });
    await shop.baseline({ from: 0, until: 7, desktop: '0.7' });
    await shop.predictions({ from: 12, until: 13, basket: '4', desktop: '0.7' });
    const [result] = (await shop.run(monitor({ compare: 'same weekday' }), 13)).windows;
    const means = result?.findings.filter(({ metric }) => metric === 'mean');
    expect(means?.map(({ segment, message }) => [segment, message])).toEqual([
      [null, expect.stringMatching(/^basket: mean is 4.*\(baseline, weekday=Saturday 1\.0\d*\)$/)],
      ['device=desktop', expect.stringContaining('(baseline, weekday=Saturday')],
    ]);
    const phone = result?.measurements.find(
      ({ metric, column, segment }) =>
        metric === 'psi' && column === 'basket' && segment === 'device=phone',
    );
    expect(phone).toMatchObject({ value: null, status: 'insufficient' });
  });
});

describe('compare: same hour', () => {
  it('compares nights with nights', async () => {
    const nightly = { basket: '2 * (hour < 6)::INTEGER', desktop: '0.5', rowsADay: 24 * 250 };
    shop = await seasonalWorkspace({ window: '1h' });
    await shop.baseline({ from: 0, until: 3, ...nightly });
    await shop.predictions({ from: 3, until: 3.375, ...nightly });
    const without = await shop.run(shop.monitor({ look_back: '1d' }), 4);
    expect(alertsOf(without)).toEqual([`${dayOf(3).slice(0, 10)} basket`]);
    await shop.predictions({ from: 4, until: 4.375, ...nightly });
    const seasonal = await shop.run(shop.monitor({ compare: 'same hour' }), 5);
    expect(alertsOf(seasonal)).toEqual([]);
    expect(comparedIn(seasonal)).toEqual(Array.from({ length: 9 }, (_, i) => `hour=0${i}`));
  }, 120_000);
});
