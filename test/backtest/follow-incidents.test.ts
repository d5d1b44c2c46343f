import { describe, expect, it } from 'vitest';
import { followIncidents, type Told } from '../../lib/backtest/follow-incidents.ts';
import type { Incident } from '../../lib/judge/incidents.ts';
import { monitor } from '../support/example-workspace.ts';

const incident = (opened: string, resolved: string | null = null) =>
  ({
    id: 'column income@2026-11-01T00:00:00Z',
    cause: 'column income',
    kinds: ['drift'],
    onset: '2026-11-01T00:00:00Z',
    opened,
    last: opened,
    resolved,
    found: 0,
    findings: [],
  }) as unknown as Incident;
const told = (at: string, concluded: Partial<Told['concluded']>): Told => ({
  at,
  concluded: { opened: [], resolved: [], withdrawn: [], ...concluded },
});
const LABELS = new Map([['2026-11-01T00:00:00Z', 48]]);

describe('incidents as they were told', () => {
  it('counts the delay from the onset to the window that confirmed it, and to the run that told of it', () => {
    const runs = [told('2026-11-04T01:00:00Z', { opened: [incident('2026-11-03T00:00:00Z')] })];
    expect(followIncidents(monitor, runs, LABELS)).toMatchObject([
      {
        told: '2026-11-04T01:00:00Z',
        delay: { windows: 2, hours: 73 },
        resolved: null,
        labelHours: 48,
      },
    ]);
  });

  it('says when an incident was resolved, and when that was told', () => {
    const resolved = incident('2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z');
    const runs = [
      told('2026-11-02T01:00:00Z', { opened: [incident('2026-11-01T00:00:00Z')] }),
      told('2026-11-03T01:00:00Z', { resolved: [resolved] }),
    ];
    expect(followIncidents(monitor, runs, LABELS)).toMatchObject([
      { resolved: '2026-11-02T00:00:00Z', resolvedTold: '2026-11-03T01:00:00Z', withdrawn: false },
    ]);
  });

  it('keeps an incident that a later run took back, and says so', () => {
    const one = incident('2026-11-01T00:00:00Z');
    const runs = [
      told('2026-11-02T01:00:00Z', { opened: [one] }),
      told('2026-11-03T01:00:00Z', { withdrawn: [one] }),
    ];
    expect(followIncidents(monitor, runs, LABELS)).toMatchObject([{ withdrawn: true }]);
  });
});
