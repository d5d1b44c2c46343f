import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timeTicks } from '../../../lib/report/browser/overview/time-ticks.ts';

const DAY_MS = 86_400_000;

it.each([
  ['2026-11-01', '2026-11-04', 4, ['1 Nov 26', '2 Nov 26', '3 Nov 26']],
  ['2026-11-01', '2026-12-01', 5, ['2 Nov 26', '9 Nov 26', '16 Nov 26', '23 Nov 26', '30 Nov 26']],
  ['2025-11-01', '2026-11-01', 4, ['Jan 2026', 'Apr 2026', 'Jul 2026', 'Oct 2026']],
  [
    '1999-05-05',
    '2026-11-01',
    6,
    ['Jan 2000', 'Jan 2005', 'Jan 2010', 'Jan 2015', 'Jan 2020', 'Jan 2025'],
  ],
])('from %s to %s in %d: days, Mondays, first of months or years', (from, to, most, labels) => {
  const ticks = timeTicks(Date.parse(from), Date.parse(to), most);
  expect(ticks.map(({ label }) => label)).toEqual(labels);
});

it('never gives more than there is room for, none outside, always rising', () => {
  const days = fc.integer({ min: 0, max: 20_000 });
  fc.assert(
    fc.property(
      days,
      fc.integer({ min: 1, max: 9000 }),
      fc.integer({ min: 2, max: 12 }),
      (first, length, most) => {
        const [from, to] = [first * DAY_MS, (first + length) * DAY_MS];
        const ticks = timeTicks(from, to, most).map(({ at }) => at);
        expect(ticks.length).toBeLessThanOrEqual(most);
        expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
        expect(ticks.every((at) => at >= from && at < to)).toBe(true);
      },
    ),
  );
});
