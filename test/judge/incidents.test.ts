import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertPolicy } from '../../lib/judge/alert-policy.ts';
import {
  foldHistory,
  foldIncidents,
  foldWarnings,
  type History,
  type JudgedWindow,
  NO_HISTORY,
} from '../../lib/judge/incidents.ts';
import type { CheckEvidence } from '../../lib/results.ts';
import { alertOn, judgedDay, lossOn } from '../support/findings.ts';

const DAY = 86_400_000;

const ONCE = { count: 1, of: 1 };
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T00:00:00Z`;

describe('foldIncidents', () => {
  it('opens with the first alert and resolves with the first window without one', () => {
    const windows = [
      judgedDay(1, []),
      judgedDay(2, [alertOn('a')]),
      judgedDay(3, [alertOn('a')]),
      judgedDay(4, []),
    ];
    expect(foldIncidents(windows, ONCE)).toMatchObject([
      {
        id: `column a@${day(2)}`,
        onset: day(2),
        opened: day(2),
        last: day(3),
        resolved: day(4),
        kinds: ['drift'],
      },
    ]);
  });

  it('keeps what goes on open, and starts anew after a resolution', () => {
    const windows = [judgedDay(1, [alertOn('a')]), judgedDay(2, []), judgedDay(3, [alertOn('a')])];
    expect(foldIncidents(windows, ONCE).map(({ onset, resolved }) => [onset, resolved])).toEqual([
      [day(1), day(2)],
      [day(3), null],
    ]);
  });

  it('does not take a window that could not judge a cause for a resolution of it', () => {
    const windows = [
      judgedDay(1, [alertOn('a')]),
      judgedDay(2, [], ['column b']),
      judgedDay(3, [alertOn('a')]),
    ];
    expect(foldIncidents(windows, ONCE)).toMatchObject([
      { onset: day(1), last: day(3), resolved: null },
    ]);
  });

  it('does not take a window for calm that could judge none of the metrics that were outside their limits', () => {
    const lacking = (n: number, metrics: string[]) => ({
      ...judgedDay(n, []),
      unknown: { 'column a': metrics },
    });
    const { metric } = alertOn('a');
    const [bad, other] = [judgedDay(1, [alertOn('a')]), 'missing_share'];
    const over = (window: JudgedWindow) => foldIncidents([bad, window], ONCE)[0]?.resolved ?? null;
    expect(over(lacking(2, [metric]))).toBeNull();
    expect(over(lacking(2, [metric, other]))).toBeNull();
    expect(over(lacking(2, [other]))).toBe(day(2));
    // One of two that were outside is enough to say that it is well again.
    const both = judgedDay(1, [alertOn('a'), alertOn('a', { metric: other })]);
    const [incident] = foldIncidents([both, lacking(2, [metric])], ONCE);
    expect(incident?.resolved).toBe(day(2));
  });

  it('keeps what is over while an alert of its cooldown may still be confirmed', () => {
    const policy = { count: 2, of: 3, cooldown: DAY };
    const bad = (n: number) => judgedDay(n, [alertOn('a')]);
    const windows = [bad(1), bad(2), judgedDay(3, []), bad(4), judgedDay(5, []), bad(6)];
    const whole = foldIncidents(windows, policy);
    expect(whole).toMatchObject([{ onset: day(1), reopened: 1 }]);
    const cut = foldHistory(windows.slice(0, 5), policy, NO_HISTORY, day(5));
    expect(foldIncidents(windows, policy, cut)).toEqual(whole);
  });

  it('waits for confirmation, and counts the onset from the first of the windows that confirm', () => {
    const twoOfThree = { count: 2, of: 3 };
    const once = [judgedDay(1, [alertOn('a')]), judgedDay(2, []), judgedDay(3, [])];
    expect(foldIncidents(once, twoOfThree)).toEqual([]);
    const twice = [judgedDay(1, [alertOn('a')]), judgedDay(2, []), judgedDay(3, [alertOn('a')])];
    expect(foldIncidents(twice, twoOfThree)).toMatchObject([{ onset: day(1), opened: day(3) }]);
  });

  it('ignores warnings, and puts the whole before its segments', () => {
    const segment = alertOn('a', { segment: 'country=DE', value: 9 });
    const windows = [judgedDay(1, [alertOn('b', { severity: 'warning' }), segment, alertOn('a')])];
    const [incident, ...others] = foldIncidents(windows, ONCE);
    expect(others).toEqual([]);
    expect(incident?.findings.map((finding) => finding.segment)).toEqual([null, 'country=DE']);
  });
});

describe('foldHistory', () => {
  const state = fc.constantFrom('alert', 'warning', 'fine', 'unknown', 'lacking');
  const z = fc.option(fc.constantFrom(0.6, 1.5, 3), { nil: null });
  const drawn = fc.record({
    ...{ a: state, b: state, c: state, outcome: state },
    ...{ explains: fc.boolean(), z },
  });
  const policies: AlertPolicy[] = [
    ONCE,
    { count: 2, of: 3 },
    { count: 2, of: 2, closeAfter: 2 },
    { ...ONCE, cooldown: 2 * DAY },
    { count: 2, of: 3, closeAfter: 2, cooldown: 4 * DAY, insufficient: 2, labelWindows: 1 },
    { ...ONCE, mute: [{ until: Date.parse(day(9)), columns: ['b'] }], outputs: ['c'] },
  ];

  const leaning: CheckEvidence = {
    ...{ metric: 'psi', column: 'a', kind: 'drift', unit: 'nats', z: 0.5, effect: 1 },
    ...{ power: 1, shared: 0, reference: 0, limits: { max: 0.1 } },
  };

  function windowOf(i: number, { explains, z, ...states }: Drawn): JudgedWindow {
    const named = Object.entries(states);
    const causeNamed = (name: string) => (name === 'outcome' ? 'performance' : `column ${name}`);
    const found = (severity: 'alert' | 'warning') =>
      named.flatMap(([name, found]) => {
        if (found !== severity) return [];
        if (name === 'outcome') return [lossOn({ severity, value: 0.5 + i / 100 })];
        return [alertOn(name, { severity, value: 0.3 + ((i * 7) % 5) / 10 })];
      });
    const having = (...of: string[]) =>
      named.flatMap(([name, found]) => (of.includes(found) ? [causeNamed(name)] : []));
    const [segment, change] = ['a=x', 'holds text where the baseline holds number'];
    const share = { segment, share: 0.8, value: 0.5, reference: 0.8, rows: 300 };
    return {
      start: day(i + 1),
      findings: found('alert'),
      warnings: found('warning'),
      judged: having('alert', 'warning', 'fine'),
      unjudged: having('lacking').map((cause) => ({ cause, lacks: 'rows', reason: '3 rows' })),
      evidence: {
        ...{ share: 0.05, checks: 1, baseline: i < 18 ? 'v1' : 'v2' },
        of: z === null ? [] : [{ ...leaning, z, effect: z }],
      },
      ...(explains && {
        explanations: {
          loss: { metric: 'accuracy', excess: 9, segments: [share], columns: [] },
          drift: [{ column: 'b', segment }],
          schema: [{ column: 'c', change }],
        },
      }),
    };
  }
  type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

  it('leaves the same incidents and warnings to be found, wherever the past is cut off', () => {
    let several = 0;
    let summed = 0;
    fc.assert(
      fc.property(
        fc.array(drawn, { minLength: 1, maxLength: 25 }),
        fc.array(fc.nat(24), { maxLength: 3 }),
        fc.constantFrom(...policies),
        (states, cuts, policy) => {
          const windows = states.map((one, i) => windowOf(i, one));
          let history: History = NO_HISTORY;
          let from = 0;
          for (const cut of [...cuts].sort((x, y) => x - y)) {
            const old = windows.slice(from, cut);
            const last = old.at(-1);
            if (!last) continue;
            history = JSON.parse(JSON.stringify(foldHistory(old, policy, history, last.start)));
            from = Math.min(cut, windows.length);
          }
          const whole = foldIncidents(windows, policy);
          const left = foldIncidents(windows.slice(from), policy, history);
          const upTo = windows[from - 1]?.start ?? '';
          const later = whole.filter(({ resolved }) => resolved === null || resolved > upTo);
          expect(left).toEqual(later);
          expect(foldWarnings(windows.slice(from), policy, history)).toEqual(
            foldWarnings(windows, policy),
          );
          summed += Number(
            whole.some(({ findings }) =>
              findings.some(({ message }) => message.includes('on average')),
            ),
          );
          several += Number(whole.some((one) => (one.causes?.length ?? 0) > 1));
        },
      ),
      { numRuns: 1000 },
    );
    expect(several).toBeGreaterThan(100);
    expect(summed).toBeGreaterThan(100);
  });

  it('reads what the first release left: one incident a cause, without what is new', () => {
    const open = {
      ...{ id: `column a@${day(1)}`, cause: 'column a', kinds: ['drift' as const] },
      ...{ onset: day(1), opened: day(1), last: day(2), resolved: null, found: 1 },
      findings: [alertOn('a')],
    };
    const history = {
      causes: [{ cause: 'column a', upTo: day(2), recent: [], open }],
      incidents: [],
    };
    const [going, ...none] = foldIncidents([judgedDay(3, [alertOn('a')])], ONCE, history);
    expect(none).toEqual([]);
    expect(going).toMatchObject({ id: open.id, onset: day(1), last: day(3), resolved: null });
    const over = foldIncidents([judgedDay(3, [])], ONCE, history);
    expect(over).toMatchObject([{ id: open.id, resolved: day(3), found: 1 }]);
  });
});
