import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../lib/errors.ts';
import { blackoutEnd, parseBlackout } from '../../lib/monitor/blackout.ts';

const at = (text: string) => Date.parse(text);
const endOf = (blackouts: string[], now: string) => {
  const end = blackoutEnd(blackouts, at(now));
  return end === null ? null : new Date(end).toISOString().replace(':00.000Z', '');
};

describe('blackoutEnd', () => {
  // 2026-11-20 is a Friday.
  it.each([
    ['2026-11-20T17:59:59Z', null],
    ['2026-11-20T18:00:00Z', '2026-11-23T06:00'],
    ['2026-11-22T12:00:00Z', '2026-11-23T06:00'],
    ['2026-11-23T05:59:59Z', '2026-11-23T06:00'],
    ['2026-11-23T06:00:00Z', null],
  ])('knows a weekend over the turn of the week: at %s', (now, end) => {
    expect(endOf(['Fri 18:00 - Mon 06:00'], now)).toBe(end);
  });

  it.each([
    ['2026-12-19T23:59:59Z', null],
    ['2026-12-20T00:00:00Z', '2027-01-05T00:00'],
    ['2027-01-04T23:59:59Z', '2027-01-05T00:00'],
    ['2027-01-05T00:00:00Z', null],
  ])('knows days, the second exclusive: at %s', (now, end) => {
    expect(endOf(['2026-12-20/2027-01-05'], now)).toBe(end);
  });

  it('takes blackouts that touch for one', () => {
    const both = ['2026-11-23/2026-11-25', 'Fri 18:00 - Mon 06:00'];
    expect(endOf(both, '2026-11-21T00:00:00Z')).toBe('2026-11-25T00:00');
  });

  it('holds before 1970 too, and with none', () => {
    expect(endOf(['Mon 00:00-Tue 00:00'], '1969-12-29T12:00:00Z')).toBe('1969-12-30T00:00');
    expect(endOf([], '2026-11-21T00:00:00Z')).toBeNull();
  });
});

describe('parseBlackout', () => {
  it.each([
    ['weekends', /write it in UTC as in "Fri 18:00 - Mon 06:00"/],
    ['Fre 18:00 - Mon 06:00', /Fre is no day of the week/],
    ['Fri 24:00 - Mon 06:00', /24:00 is no time of day/],
    ['Fri 18:00 - Fri 18:00', /no time at all/],
    ['2026-02-30/2026-03-05', /no day 2026-02-30/],
    ['2026-12-20/2026-12-20', /ends before it begins/],
  ])('refuses %s, and says why', (text, why) => {
    expect(() => parseBlackout(text)).toThrow(ConfigError);
    expect(() => parseBlackout(text)).toThrow(why);
  });
});
