import { describe, expect, it } from 'vitest';
import { foldIncidents } from '../../lib/judge/incidents.ts';
import { judgeWindow } from '../../lib/judge/judge-window.ts';
import { type JudgedWindow, judgedWindow } from '../../lib/judge/judged-window.ts';
import type { Measured } from '../../lib/judge/measured.ts';
import { addSequentialEvidence } from '../../lib/judge/sequential-evidence.ts';
import { metricNamed } from '../../lib/metrics/registry.ts';
import { alertPolicy } from '../../lib/monitor/alert-policy.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { chiSquareNoise } from '../../lib/stats/noise/chi-square-noise.ts';
import { seededRandom } from '../support/random.ts';

const DAY = 86_400_000;
const monitorOf = (alerts: object) =>
  checkMonitor({ monitor: 'm', task: 'binary', columns: { timestamp: 't' }, alerts }, 'm');
const budgeted = monitorOf({ false_alarms: '1 per 30d', min_rows: 50 });

interface Rows {
  readonly rows: number;
  readonly baseline: number;
}
const SMALL: Rows = { rows: 100, baseline: 100_000 };

/** PSI of ten bins whose chi-square statistic is `statistic`. */
function psi(statistic: number, { rows, baseline }: Rows = SMALL, column = 'income'): Measured {
  const unit = (rows * baseline) / (rows + baseline);
  const noise = () => chiSquareNoise({ size: unit, power: 1, unit, degreesOfFreedom: 9 });
  return {
    metric: metricNamed('psi'),
    place: { column, segment: null, variant: null },
    value: { value: statistic / unit, reference: 0, noise },
    support: rows,
    referenceSupport: baseline,
  };
}

const accuracy = (value: number): Measured => ({
  metric: metricNamed('accuracy'),
  place: { column: null, segment: null, variant: null },
  value: { value, low: value - 0.06, high: value + 0.06, reference: 0.9 },
  support: 100,
  referenceSupport: 100_000,
});

/** Windows a day from 2026-01-01, judged as the pipeline does. */
function windowsOf(
  days: readonly (readonly Measured[])[],
  monitor = budgeted,
  baseline = (_: number) => 'v1',
): JudgedWindow[] {
  return days.map((measured, i) => {
    const start = new Date(Date.UTC(2026, 0, 1) + i * DAY).toISOString();
    const judged = judgeWindow(measured, monitor);
    const result = {
      ...{ schema: 1 as const, monitor: 'm', window: { start, end: start }, baseline: baseline(i) },
      ...{ rows: 100, rejected: 0, rejections: {}, labelled: 0, ...judged },
    };
    return judgedWindow(result, [metricNamed('psi'), metricNamed('accuracy')]);
  });
}

const repeat = (n: number, of: () => Measured[]) => Array.from({ length: n }, of);
const incidentsOf = (windows: readonly JudgedWindow[], monitor = budgeted) =>
  foldIncidents(windows, alertPolicy(monitor));

describe('evidence over windows', () => {
  // scipy.stats.chi2: 19.5 of nine degrees of freedom has p 0.021, and 8.3 is the median.
  const calm = [psi(8, SMALL, 'age'), psi(8, SMALL, 'region')];
  const drifting = repeat(20, () => [psi(19.5), ...calm]);

  it('finds a slow drift that no window shows by itself', () => {
    const windows = windowsOf(drifting);
    expect(windows.flatMap(({ findings }) => findings)).toEqual([]);
    const [incident] = incidentsOf(windows);
    expect(incident).toMatchObject({ cause: 'column income', resolved: null });
    const [finding] = incident?.findings ?? [];
    expect(finding?.value).toBeCloseTo((19.5 - 9) / 99.9, 3);
    expect(finding?.message).toMatch(
      /^income: psi is 0\.105 on average over \d+ windows since that of 2026-01-01T.*, chance taken off, above 0\.1$/,
    );
    expect(finding?.p).toBeLessThan(1 / 30);
  });

  it('does so only where a budget is stated', () => {
    const without = monitorOf({ false_alarms: 'off', min_rows: 50 });
    expect(incidentsOf(windowsOf(drifting, without), without)).toEqual([]);
  });

  it('asks for an effect that matters: what lasts and is small is none', () => {
    expect(incidentsOf(windowsOf(repeat(60, () => [psi(17), ...calm])))).toEqual([]);
  });

  it('asks for more evidence the more is looked at, and the smaller the budget', () => {
    const found = (columns: number, false_alarms: string) => {
      const monitor = monitorOf({ false_alarms, min_rows: 50 });
      const others = Array.from({ length: columns - 1 }, (_, i) => psi(8, SMALL, `calm ${i}`));
      const opened = incidentsOf(
        windowsOf(
          repeat(40, () => [psi(19.5), ...others]),
          monitor,
        ),
        monitor,
      )[0]?.opened;
      return Date.parse(opened ?? '');
    };
    expect(found(50, '1 per 30d')).toBeGreaterThan(found(3, '1 per 30d'));
    expect(found(3, '1 per 365d')).toBeGreaterThan(found(3, '1 per 30d'));
  });

  it('sums up a loss of performance', () => {
    const windows = windowsOf(repeat(20, () => [accuracy(0.84)]));
    expect(windows.flatMap(({ findings }) => findings)).toEqual([]);
    expect(incidentsOf(windows)).toMatchObject([
      { cause: 'performance', findings: [{ metric: 'accuracy', value: expect.closeTo(0.84, 6) }] },
    ]);
    expect(incidentsOf(windowsOf(repeat(60, () => [accuracy(0.88)])))).toEqual([]);
  });

  it('holds the incident open through a calm window or two, and ends it when the drift has ended', () => {
    const calmDay = [psi(8), ...calm];
    const badDay = [psi(22), ...calm];
    const days = [...repeat(20, () => badDay), calmDay, badDay, ...repeat(6, () => calmDay)];
    const [incident, ...none] = incidentsOf(windowsOf(days));
    expect(none).toEqual([]);
    expect(incident?.resolved).toMatch(/^2026-01-2[45]/);
  });

  it('leaves out what a window shows by itself: one bad day is none that lasts', () => {
    const [normal, bad] = [
      [psi(14), ...calm],
      [psi(90), ...calm],
    ];
    const days = [normal, normal, bad, normal, normal, normal, normal];
    expect(incidentsOf(windowsOf(days))).toMatchObject([
      { onset: '2026-01-03T00:00:00.000Z', resolved: '2026-01-04T00:00:00.000Z' },
    ]);
  });

  it('begins anew with another baseline', () => {
    const changing = (i: number) => `v${Math.floor(i / 2)}`;
    expect(incidentsOf(windowsOf(drifting, budgeted, changing))).toEqual([]);
  });

  it('allows for the error of a small baseline, which is in every window', () => {
    const of = (baseline: number) =>
      incidentsOf(windowsOf(repeat(12, () => [psi(19.5, { rows: 100, baseline }), ...calm])))
        .length;
    expect(of(100_000)).toBe(1);
    expect(of(50)).toBe(0);
  });

  it('keeps the budget where nothing has changed', () => {
    const random = seededRandom(20261126);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const chiSquare = () => {
      let sum = 0;
      for (let i = 0; i < 9; i++) sum += normal() ** 2;
      return sum;
    };
    // Without a least effect, so that chance alone decides: 5,000 windows of four columns.
    const monitor = checkMonitor(
      {
        ...{ monitor: 'm', task: 'binary', columns: { timestamp: 't' } },
        ...{ alerts: { false_alarms: '1 per 4d', min_rows: 50 }, effects: { psi: { max: 1e-9 } } },
      },
      'm',
    );
    const windows = windowsOf(
      Array.from({ length: 5000 }, () =>
        ['a', 'b', 'c', 'd'].map((column) => psi(chiSquare(), SMALL, column)),
      ),
      monitor,
    ).map((window) => ({ ...window, findings: [], warnings: [] }));
    const { windows: evident } = addSequentialEvidence(windows, new Map());
    const begun = evident.filter(
      ({ findings }, i) => findings.length > 0 && evident[i - 1]?.findings.length === 0,
    ).length;
    // A fifth of four fifths of a quarter of the windows: 200.
    expect(begun).toBeGreaterThan(20);
    expect(begun).toBeLessThan(200);
  });
});
