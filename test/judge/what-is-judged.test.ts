import { describe, expect, it } from 'vitest';
import { judgeByLimits } from '../../lib/judge/judge-by-limits.ts';
import { judgeWindow } from '../../lib/judge/judge-window.ts';
import type { Measured } from '../../lib/judge/measured.ts';
import { metricNamed } from '../../lib/metrics/registry.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { fixedColumns } from '../../lib/monitor/segments.ts';

const monitor = checkMonitor(
  {
    monitor: 'm',
    task: 'binary',
    columns: {
      timestamp: 't',
      segments: ['country', { columns: ['country', 'device'] }, { column: 'age', bins: 4 }],
    },
  },
  'm.yaml',
);
const place = { column: null, segment: null, variant: null };
const metric = (name: string) => {
  const found = metricNamed(name);
  if (!found) throw new Error(name);
  return found;
};

describe('what can be judged', () => {
  it('is no column in a segment that has one value of it', () => {
    expect(fixedColumns(monitor, 'country=DE')).toEqual(['country']);
    expect(fixedColumns(monitor, 'country=DE & device=tv')).toEqual(
      expect.arrayContaining(['country', 'device']),
    );
    expect(fixedColumns(monitor, 'country=(other)')).toEqual([]);
    expect(fixedColumns(monitor, 'age=(30, 45]')).toEqual([]);
  });

  it('is a metric that has no interval with so few rows only where the monitor file says so', () => {
    const measured: Measured = {
      ...{ metric: metric('latency_p95'), place, support: 60, referenceSupport: 1000 },
      value: { value: 900, reference: 100 },
    };
    expect(judgeByLimits(measured, monitor)).toMatchObject({
      status: 'insufficient',
      reason: expect.stringContaining('60 rows are too few to bound it'),
    });
    const named = { ...monitor, thresholds: { latency_p95: { max: 500 } } } as typeof monitor;
    expect(judgeByLimits(measured, named).status).toBe('alert');
  });

  it('is no distance from a baseline of a handful of rows', () => {
    const noise = () => {
      throw new Error('nobody asks');
    };
    const measured: Measured = {
      ...{ metric: metric('psi'), place: { ...place, column: 'x' } },
      ...{ support: 1000, referenceSupport: 3, value: { value: 2.1, reference: 0, noise } },
    };
    const { measurements, findings } = judgeWindow([measured], monitor);
    expect(findings).toEqual([]);
    expect(measurements).toMatchObject([
      { status: 'insufficient', reason: expect.stringContaining('the baseline has 3 rows here') },
    ]);
  });

  it('goes by the rows that an interval rests on, not by those of a window that was sampled', () => {
    const sent = (rests: Measured['value']['rests']) => {
      const value = { value: 0.5, low: 0.469, high: 0.531, reference: 0, ...(rests && { rests }) };
      const measured = { metric: metric('duplicate_id_share'), place, support: 5e6, value };
      const [found] = judgeWindow(
        [{ ...measured, referenceSupport: 20_000 }],
        monitor,
      ).measurements;
      return found?.p ?? Number.NaN;
    };
    expect(sent({ rows: 1000, referenceRows: 1000 })).toBeLessThan(1e-50);
    expect(sent(undefined)).toBeGreaterThan(1e-3);
  });
});
