import { describe, expect, it } from 'vitest';
import { isoDay, weekStart } from '../../demo/calendar.ts';
import { INJECTIONS, type Injection } from '../../demo/incidents.ts';
import type { Told } from '../../demo/replay.ts';
import { isOnTime, judgeInjection, verdictLine } from '../../demo/verdict.ts';
import type { Finding } from '../../lib/results.ts';

const broken: Injection = {
  name: 'feet',
  column: 'height',
  from: '2001-03-19',
  until: '2001-04-09',
};

function finding(column: string | null): Finding {
  return {
    kind: 'drift',
    severity: 'alert',
    metric: 'psi',
    column,
    segment: null,
    variant: null,
    value: 0.4,
    reference: 0,
    threshold: { max: 0.2, source: 'default' },
    message: '',
  };
}

function told(column: string | null, opened: string, resolved: string | null = null): Told {
  const start = `${opened}T00:00:00Z`;
  const times = { onset: start, opened: start, last: start };
  const end = resolved && `${resolved}T00:00:00Z`;
  const name = `column ${column}`;
  const common = { ...times, cause: name, kinds: ['drift' as const], resolved: end, found: 1 };
  const cause = {
    ...common,
    ...{ column, severity: 'alert' as const, worst: finding(column), role: '' },
    ...{ segment: null, share: null, change: null },
  };
  const incident = { ...common, id: `${name}@${opened}`, findings: [finding(column)] };
  return { incident: { ...incident, causes: [cause] }, cause, toldOn: opened };
}

describe('judgeInjection', () => {
  it('counts the windows between the break and the alert', () => {
    const atOnce = judgeInjection(broken, [told('height', '2001-03-19', '2001-04-09')]);
    expect(atOnce.delayWindows).toBe(0);
    expect(isOnTime(atOnce)).toBe(true);
    expect(verdictLine(atOnce)).toBe(
      'caught  feet, from 2001-03-19 until 2001-04-09: height (psi) in the window of 2001-03-19, 0 windows late; resolved in the window of 2001-04-09',
    );
    const later = judgeInjection(broken, [told('height', '2001-04-02')]);
    expect(later.delayWindows).toBe(2);
    expect(isOnTime(later)).toBe(false);
  });

  it('takes the first of several', () => {
    const verdict = judgeInjection(broken, [
      told('height', '2001-04-02'),
      told('height', '2001-03-26'),
    ]);
    expect(verdict.delayWindows).toBe(1);
  });

  it.each([
    ['another column', told('width', '2001-03-19')],
    ['no column', told(null, '2001-03-19')],
    ['an incident that was open before', told('height', '2001-03-12')],
    [
      'a cause that was open before of an incident that opened then',
      { ...told('width', '2001-03-19'), cause: told('height', '2001-03-12').cause },
    ],
    ['an incident after it was mended', told('height', '2001-04-09')],
  ])('is not satisfied by %s', (_, other) => {
    const verdict = judgeInjection(broken, [other]);
    expect(verdict).toEqual({ injection: broken, caught: null, delayWindows: null });
    expect(isOnTime(verdict)).toBe(false);
    expect(verdictLine(verdict)).toMatch(/^MISSED/);
  });
});

describe('INJECTIONS', () => {
  it.each(INJECTIONS)('$name starts and ends with a window', ({ from, until }) => {
    for (const day of [from, until]) expect(isoDay(weekStart(Date.parse(day)))).toBe(day);
  });
});
