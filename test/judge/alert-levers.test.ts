import { describe, expect, it } from 'vitest';
import type { AlertPolicy } from '../../lib/judge/alert-policy.ts';
import { foldIncidents, foldWarnings, type JudgedWindow } from '../../lib/judge/incidents.ts';
import type { Finding } from '../../lib/results.ts';
import { alertOn, judgedDay } from '../support/findings.ts';

const ONCE = { count: 1, of: 1 };
const DAY = 86_400_000;
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T00:00:00Z`;
const bad = (n: number) => judgedDay(n, [alertOn('a')]);
const calm = (n: number) => judgedDay(n, []);
const warning = (n: number): JudgedWindow => ({
  ...judgedDay(n, []),
  warnings: [alertOn('a', { severity: 'warning' })],
});
const spans = (windows: readonly JudgedWindow[], policy: AlertPolicy) =>
  foldIncidents(windows, policy).map(({ onset, resolved }) => [
    Number(onset.slice(8, 10)),
    resolved && Number(resolved.slice(8, 10)),
  ]);

describe('hysteresis', () => {
  it('holds an incident open, and calls it better, while its cause still warns', () => {
    const windows = [bad(1), warning(2), bad(3), warning(4), calm(5)];
    expect(spans(windows, ONCE)).toEqual([[1, 5]]);
    const [easing] = foldIncidents(windows.slice(0, 2), ONCE);
    expect(easing).toMatchObject({ resolved: null, severity: 'warning', last: day(1), found: 1 });
    expect(foldIncidents(windows.slice(0, 3), ONCE)).toMatchObject([{ severity: 'alert' }]);
  });

  it('does not hold it open for a warning of another metric, which may have been there all along', () => {
    const other = { ...warning(2), warnings: [alertOn('a', { metric: 'new_category_share' })] };
    expect(spans([bad(1), other], ONCE)).toEqual([[1, 2]]);
    expect(foldWarnings([bad(1), other], ONCE)).toEqual([{ cause: 'column a', since: day(2) }]);
  });

  it('opens nothing for a warning', () => {
    expect(spans([warning(1), warning(2)], ONCE)).toEqual([]);
  });

  it('closes after as many calm windows in a row as close_after says', () => {
    const windows = [bad(1), calm(2), bad(3), calm(4), calm(5)];
    expect(spans(windows, ONCE)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(spans(windows, { ...ONCE, closeAfter: 2 })).toEqual([[1, 5]]);
    expect(spans([bad(1), calm(2), warning(3), calm(4)], { ...ONCE, closeAfter: 2 })).toEqual([
      [1, null],
    ]);
  });
});

describe('cooldown', () => {
  const flapping = [bad(1), calm(2), bad(3), calm(4), bad(5), calm(6), calm(7), calm(8)];

  it('makes an incident that comes back within it the same one', () => {
    expect(spans(flapping, ONCE)).toHaveLength(3);
    const [incident, ...none] = foldIncidents(flapping.slice(0, 5), { ...ONCE, cooldown: DAY });
    expect(none).toEqual([]);
    expect(incident).toMatchObject({ id: `column a@${day(1)}`, reopened: 1, resolved: null });
  });

  it('takes what came back for over when it has stayed away for as long', () => {
    expect(spans(flapping, { ...ONCE, cooldown: 2 * DAY })).toEqual([[1, 8]]);
    expect(spans(flapping.slice(0, 7), { ...ONCE, cooldown: 2 * DAY })).toEqual([[1, null]]);
  });

  it('leaves what comes later to be a new one', () => {
    const later = [bad(1), calm(2), calm(3), bad(4)];
    expect(spans(later, { ...ONCE, cooldown: DAY })).toEqual([
      [1, 2],
      [4, null],
    ]);
  });
});

describe('mute', () => {
  const until = (n: number, more: object) => ({
    ...ONCE,
    mute: [{ until: Date.parse(day(n)), ...more }],
  });
  const windows = [bad(1), bad(2), bad(3), bad(4)];

  it('keeps an incident from opening until it ends, and lets it open if it still stands', () => {
    expect(spans(windows, until(3, { columns: ['a'] }))).toEqual([[3, null]]);
    expect(spans([...windows.slice(0, 2), calm(3)], until(3, { columns: ['a'] }))).toEqual([]);
  });

  it.each([
    [{ columns: ['b'] }],
    [{ metrics: ['missing_share'] }],
    [{ columns: ['a'], segments: ['country=DE'] }],
  ])('of %j leaves other findings alone', (other) => {
    expect(spans(windows, until(30, other))).toEqual([[1, null]]);
  });

  it('hides what it names and no more of a cause', () => {
    const psi = alertOn('a', { segment: 'country=DE' });
    const missing = alertOn('a', { metric: 'missing_share', kind: 'quality' });
    const policy = until(30, { metrics: ['psi'], segments: ['country=DE'] });
    const [incident] = foldIncidents([judgedDay(1, [psi, missing])], policy);
    expect(incident?.findings.map(({ metric }) => metric)).toEqual(['missing_share']);
    expect(foldIncidents([judgedDay(1, [psi])], policy)).toEqual([]);
  });

  it('hides warnings too', () => {
    expect(foldWarnings([warning(1), warning(2)], ONCE)).toEqual([
      { cause: 'column a', since: day(1) },
    ]);
    expect(foldWarnings([warning(1)], until(30, { columns: ['a'] }))).toEqual([]);
  });
});

describe('windows in a row that could not be judged', () => {
  const lacking = (n: number, lacks: 'rows' | 'labels' = 'rows'): JudgedWindow => ({
    ...judgedDay(n, [], ['column b']),
    unjudged: [
      { cause: lacks === 'rows' ? 'column a' : 'performance', lacks, reason: '50 rows, too few' },
    ],
  });
  const run = (count: number, lacks?: 'labels') =>
    Array.from({ length: count }, (_, i) => lacking(i + 1, lacks));
  const judging = (n: number): JudgedWindow => ({ ...calm(n), unjudged: [] });
  const policy = { ...ONCE, insufficient: 3, labelWindows: 4 };

  it('are an incident of their own when there are as many as alerts.insufficient says', () => {
    expect(foldIncidents(run(2), policy)).toEqual([]);
    const [incident, ...none] = foldIncidents(run(4), policy);
    expect(none).toEqual([]);
    expect(incident).toMatchObject({
      cause: 'insufficient data',
      kinds: ['operations'],
      opened: day(3),
      last: day(4),
    });
    expect(incident?.findings[0]?.message).toBe(
      'column a: too few rows to judge 4 windows in a row, since that of 2026-11-01T00:00:00Z (50 rows, too few). A longer window, more predictions or a lower alerts.min_rows would let them be judged.',
    );
    expect(foldIncidents(run(4), { ...policy, insufficient: 5 })).toEqual([]);
    expect(foldIncidents(run(4), ONCE)).toEqual([]);
  });

  it('are over with the first window that could be judged', () => {
    expect(foldIncidents([...run(3), judging(4)], policy)).toMatchObject([{ resolved: day(4) }]);
    expect(foldIncidents([...run(2), judging(3), lacking(4)], policy)).toEqual([]);
  });

  it('are waited for while labels may still come', () => {
    expect(foldIncidents(run(6, 'labels'), policy)).toEqual([]);
    const [late] = foldIncidents(run(7, 'labels'), policy);
    expect(late?.findings[0]?.message).toContain('performance: too few labels to judge 7 windows');
    expect(late?.findings[0]?.message).toContain('see labels.wait');
    expect(foldIncidents(run(9, 'labels'), { ...policy, labelWindows: null })).toEqual([]);
  });

  it('say how label files are declared where the monitor file has none', () => {
    const [lacking] = foldIncidents(run(9, 'labels'), { ...policy, labelsInLog: true });
    expect(lacking?.findings[0]?.message).toContain('add `labels: { from: s3 }`');
  });

  it('end no incident of another cause, and are not counted of older records', () => {
    const both = [{ ...bad(1), unjudged: [] }, ...run(6).slice(1)];
    expect(foldIncidents(both, policy)).toMatchObject([
      { cause: 'column a', resolved: null },
      { cause: 'insufficient data' },
    ]);
    const older = run(6).map(({ unjudged: _, ...window }) => window);
    expect(foldIncidents(older, policy)).toEqual([]);
  });

  it('count on across what is not looked at any more', () => {
    const finding = (windows: readonly JudgedWindow[]): Finding | undefined =>
      foldIncidents(windows, policy)[0]?.findings[0];
    expect(finding(run(5))?.value).toBe(5);
  });
});
