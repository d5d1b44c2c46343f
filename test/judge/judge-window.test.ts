import { describe, expect, it } from 'vitest';
import { judgeWindow } from '../../lib/judge/judge-window.ts';
import type { Measured } from '../../lib/judge/measured.ts';
import { metricNamed } from '../../lib/metrics/registry.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';

const base = {
  monitor: 'm',
  task: 'binary',
  columns: { timestamp: 't' },
  alerts: { false_alarms: 'off' },
};
const monitor = checkMonitor(base, 'm.yaml');

function psi(value: number, part: Partial<Measured> = {}): Measured {
  const place = { column: 'income', segment: null, variant: null };
  return {
    metric: metricNamed('psi'),
    place,
    value: { value, reference: 0 },
    support: 5000,
    ...part,
  };
}

const statusOf = (one: Measured, watched = monitor) => judgeWindow([one], watched).measurements[0];

describe('judgeWindow', () => {
  it('judges by the default of the metric where the monitor file names none', () => {
    expect(statusOf(psi(0.19))).toMatchObject({ status: 'warning' });
    expect(statusOf(psi(0.21))).toMatchObject({
      status: 'alert',
      threshold: { max: 0.2, source: 'default' },
    });
  });

  it('lets a limit of the monitor file hold where a distance is beyond it by more than chance gives', () => {
    const strict = checkMonitor({ ...base, thresholds: { psi: { max: 0.1 } } }, 'm.yaml');
    const few = (value: number) => psi(value, { value: { value, reference: 0, chance: 0.05 } });
    expect(statusOf(few(0.29), strict)).toMatchObject({ status: 'insufficient' });
    expect(statusOf(few(0.31), strict)).toMatchObject({ status: 'alert' });
    // A default limit says nothing as long as chance comes near it.
    expect(statusOf(psi(0.9, { value: { value: 0.9, reference: 0, chance: 0.06 } }))).toMatchObject(
      { status: 'insufficient' },
    );
  });

  it('takes a limit of the monitor file for the columns that it names', () => {
    const strict = checkMonitor(
      { ...base, thresholds: { psi: { max: 0.05, columns: ['income'] } } },
      'm.yaml',
    );
    expect(statusOf(psi(0.06), strict)).toMatchObject({
      status: 'alert',
      threshold: { max: 0.05, source: 'monitor' },
    });
    const other = { column: 'age', segment: null, variant: null };
    expect(statusOf(psi(0.06, { place: other }), strict)).toMatchObject({
      status: 'ok',
      threshold: { source: 'default' },
    });
  });

  it('can be told to leave a metric alone', () => {
    const silent = checkMonitor({ ...base, thresholds: { psi: { off: true } } }, 'm.yaml');
    expect(statusOf(psi(3), silent)).toMatchObject({ status: 'ok', threshold: null });
  });

  it('never alerts for lack of data', () => {
    expect(statusOf(psi(3, { support: 199 }))).toMatchObject({
      status: 'insufficient',
      reason: expect.stringContaining('199 rows'),
    });
    const noisy = { value: 0.3, reference: 0, chance: 0.06 };
    expect(statusOf(psi(0, { value: noisy }))).toMatchObject({
      status: 'insufficient',
      reason: expect.stringContaining('chance'),
    });
    expect(
      statusOf(psi(0, { value: { value: null, reference: 0, reason: 'no rows' } })),
    ).toMatchObject({
      status: 'insufficient',
      value: null,
      reason: 'no rows',
    });
  });

  it('takes a default that needs certainty only beyond the whole interval', () => {
    const impact = (value: number, low: number, high: number) =>
      psi(0, {
        metric: metricNamed('disparate_impact'),
        value: { value, low, high, reference: 1 },
      });
    expect(statusOf(impact(0.7, 0.55, 0.85))).toMatchObject({
      status: 'insufficient',
      reason: expect.stringContaining('chance'),
    });
    expect(statusOf(impact(0.7, 0.65, 0.75))).toMatchObject({ status: 'warning' });
    expect(statusOf(impact(0.85, 0.75, 0.95))).toMatchObject({ status: 'ok' });
    const strict = checkMonitor({ ...base, thresholds: { disparate_impact: { min: 0.8 } } }, 'm');
    expect(statusOf(impact(0.7, 0.55, 0.85), strict)).toMatchObject({ status: 'alert' });
  });

  it('says in words what was found', () => {
    const { findings } = judgeWindow([psi(0.412, { note: 'as after a change of unit' })], monitor);
    expect(findings).toMatchObject([
      {
        severity: 'alert',
        kind: 'drift',
        message: 'income: psi is 0.412, above 0.2; as after a change of unit',
      },
    ]);
  });
});
