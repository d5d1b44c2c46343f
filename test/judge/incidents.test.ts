import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CauseHistory, foldHistory, foldIncidents } from '../../lib/judge/incidents.ts';
import { alertOn, judgedDay } from '../support/findings.ts';

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
  it('leaves the same incidents to be found, wherever the past is cut off', () => {
    const window = fc.record({
      a: fc.constantFrom('alert', 'fine', 'unknown'),
      b: fc.constantFrom('alert', 'fine', 'unknown'),
    });
    fc.assert(
      fc.property(
        fc.array(window, { minLength: 1, maxLength: 25 }),
        fc.array(fc.nat(24), { maxLength: 3 }),
        fc.constantFrom(ONCE, { count: 2, of: 3 }, { count: 2, of: 2 }),
        (found, cuts, confirm) => {
          const windows = found.map((states, i) =>
            judgedDay(
              i + 1,
              Object.entries(states).flatMap(([name, state]) =>
                state === 'alert' ? [alertOn(name)] : [],
              ),
              Object.entries(states).flatMap(([name, state]) =>
                state === 'unknown' ? [] : [`column ${name}`],
              ),
            ),
          );
          let histories: CauseHistory[] = [];
          let from = 0;
          for (const cut of [...cuts].sort((x, y) => x - y)) {
            const old = windows.slice(from, cut);
            const last = old.at(-1);
            if (!last) continue;
            histories = foldHistory(old, confirm, histories, last.start);
            from = Math.min(cut, windows.length);
          }
          const whole = foldIncidents(windows, confirm);
          const left = foldIncidents(windows.slice(from), confirm, histories);
          const upTo = windows[from - 1]?.start ?? '';
          const later = whole.filter(({ resolved }) => resolved === null || resolved > upTo);
          expect(left).toEqual(later);
        },
      ),
      { numRuns: 500 },
    );
  });
});
