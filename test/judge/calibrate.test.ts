import { describe, expect, it } from 'vitest';
import { judgeWindow } from '../../lib/judge/judge-window.ts';
import type { Measured } from '../../lib/judge/measured.ts';
import { metricNamed } from '../../lib/metrics/registry.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { chiSquareNoise } from '../../lib/stats/noise/chi-square-noise.ts';

const base = { monitor: 'm', task: 'binary', columns: { timestamp: 't' } };
const budgeted = (more: object = {}) =>
  checkMonitor({ ...base, alerts: { false_alarms: '1 per 30d', min_rows: 50 }, ...more }, 'm');

/** PSI over ten bins of so many rows in the window, against many in the baseline. */
function psi(value: number, rows: number, segment: string | null = null): Measured {
  const noise = () => chiSquareNoise({ size: rows, power: 1, unit: rows, degreesOfFreedom: 9 });
  return {
    metric: metricNamed('psi'),
    place: { column: 'income', segment, variant: null },
    value: { value, reference: 0, noise },
    support: rows,
    referenceSupport: 1e6,
  };
}

const accuracy = (value: number, half: number, rows = 1000): Measured => ({
  metric: metricNamed('accuracy'),
  place: { column: null, segment: null, variant: null },
  value: { value, low: value - half, high: value + half, reference: 0.9 },
  support: rows,
  referenceSupport: 1e6,
});

const first = (measured: Measured[], monitor = budgeted()) =>
  judgeWindow(measured, monitor).measurements[0];

describe('a budget of false alarms', () => {
  it('lets pass in a small window what it alerts on in a large one', () => {
    // chi-square of 9 degrees of freedom exceeds 18 with p 0.035 (scipy.stats.chi2.sf), 180 never.
    expect(first([psi(0.18, 100)])).toMatchObject({ status: 'ok', p: expect.closeTo(0.03517, 5) });
    expect(first([psi(0.18, 1000)])).toMatchObject({ status: 'alert' });
  });

  it('shows what chance reaches, or the least effect where that is larger', () => {
    // scipy.stats.chi2.isf(0.64 / 30, 9) = 19.4901
    const small = first([psi(0.5, 100)]);
    expect(small?.threshold).toEqual({ max: expect.closeTo(0.194901, 5), source: 'calibrated' });
    expect(first([psi(0.5, 10_000)])?.threshold).toEqual({ max: 0.1, source: 'calibrated' });
  });

  it('warns at most of what is certain and small', () => {
    expect(first([psi(0.06, 100_000)])).toMatchObject({ status: 'warning' });
    expect(first([psi(0.04, 100_000)])).toMatchObject({ status: 'ok' });
  });

  it('asks for more evidence the more is looked at', () => {
    const calm = Array.from({ length: 60 }, () => psi(0.05, 100));
    const tail = (value: number) => first([psi(value, 100), ...calm])?.status;
    expect(first([psi(0.25, 100)])?.status).toBe('alert');
    expect(tail(0.25)).toBe('ok');
    expect(tail(0.4)).toBe('alert');
  });

  it('is larger or smaller by the monitor file', () => {
    const of = (false_alarms: string) =>
      first([psi(0.2, 100)], budgeted({ alerts: { false_alarms, min_rows: 50 } }))?.status;
    expect(of('1 per 30d')).toBe('alert');
    expect(of('1 per 365d')).toBe('ok');
  });

  it('judges performance by a two-sample test on the side that is worse', () => {
    expect(first([accuracy(0.84, 0.023)])).toMatchObject({ status: 'alert' });
    expect(first([accuracy(0.84, 0.08)])).toMatchObject({ status: 'ok' });
    expect(first([accuracy(0.96, 0.012)])).toMatchObject({ status: 'ok', p: 1 });
  });

  it('takes the least effect from the monitor file, for the columns that it names', () => {
    const strict = budgeted({ effects: { psi: { max: 0.3, columns: ['income'] } } });
    expect(first([psi(0.18, 1000)], strict)?.status).toBe('ok');
    const other = budgeted({ effects: { psi: { max: 0.3, columns: ['age'] } } });
    expect(first([psi(0.18, 1000)], other)?.status).toBe('alert');
    const off = budgeted({ effects: { psi: { off: true } } });
    expect(first([psi(0.18, 1000)], off)).toMatchObject({
      status: 'warning',
      threshold: { source: 'default' },
    });
  });

  it('leaves absolute limits of the monitor file as they are', () => {
    const limited = budgeted({ thresholds: { psi: { max: 0.15 } } });
    expect(first([psi(0.16, 100)], limited)).toMatchObject({
      status: 'alert',
      threshold: { max: 0.15, source: 'monitor' },
    });
    expect(first([psi(0.14, 10_000)], limited)).toMatchObject({
      status: 'alert',
      threshold: { source: 'calibrated' },
    });
  });

  it('says nothing of too few rows', () => {
    expect(first([psi(3, 49)])).toMatchObject({ status: 'insufficient' });
  });

  it('tells the probability beside the finding', () => {
    const { findings } = judgeWindow([psi(0.5, 1000)], budgeted());
    expect(findings[0]?.p).toBeLessThan(1e-10);
  });

  it('refuses an effect of a metric that there is none of', () => {
    expect(() => budgeted({ effects: { pssi: { max: 0.3 } } })).toThrow(/effects\.pssi/);
  });
});
