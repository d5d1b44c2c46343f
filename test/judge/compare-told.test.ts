import { describe, expect, it } from 'vitest';
import { compareTold, type ToldIncident, toldOf } from '../../lib/judge/compare-told.ts';
import { foldIncidents, type Incident, type JudgedWindow } from '../../lib/judge/incidents.ts';
import type { Finding } from '../../lib/results.ts';
import { alertOn, judgedDay, lossOn } from '../support/findings.ts';

const ONCE = { count: 1, of: 1 };
const DAY = 86_400_000;
const TOLD_AT = '2026-11-03T01:00:00Z';
const ALL = ['column a', 'column b', 'performance'];
const on = (n: number, ...findings: Finding[]): JudgedWindow => judgedDay(n, findings, ALL);
const warn = (n: number): JudgedWindow => ({
  ...on(n),
  warnings: [alertOn('a', { severity: 'warning' })],
});
const fold = (...windows: JudgedWindow[]) => foldIncidents(windows, ONCE);
const told = (incidents: readonly Incident[]): ToldIncident[] =>
  incidents.map((incident) => ({ incident, told: toldOf(incident, undefined, TOLD_AT) }));
const later = { now: Date.parse(TOLD_AT) + DAY };
function compare(
  before: readonly ToldIncident[],
  heard: readonly Incident[],
  {
    all = heard,
    at = later,
  }: { all?: readonly Incident[]; at?: Parameters<typeof compareTold>[2] } = {},
) {
  const changes = compareTold(before, { heard, all }, at);
  const of = (name: 'opened' | 'worse' | 'better' | 'resolved' | 'withdrawn') =>
    changes[name].map(
      ({ id }) => `${name} ${id.replace('T00:00:00Z', '').replace('2026-11-0', '')}`,
    );
  const told = (['opened', 'worse', 'better', 'resolved', 'withdrawn'] as const).flatMap(of);
  return { changes, told };
}

const first = on(2, alertOn('a'));

describe('compareTold', () => {
  it('tells once what opened, and nothing while it goes on as it was', () => {
    expect(compare([], fold(first)).told).toEqual(['opened column a@2']);
    const going = compare(told(fold(first)), fold(first, on(3, alertOn('a', { value: 0.45 }))));
    expect(going.told).toEqual([]);
    expect(going.changes.ongoing).toHaveLength(1);
  });

  it('is worse when it is half as far beyond its limit again: 0.5 where 0.4 of 0.2 was told', () => {
    const at = (value: number) =>
      compare(told(fold(first)), fold(first, on(3, alertOn('a', { value }))));
    expect(at(0.5).told).toEqual([]);
    expect(at(0.51).told).toEqual(['worse column a@2']);
    expect(at(0.51).changes.ongoing).toHaveLength(1);
  });

  it('is not worse for what is half of next to nothing', () => {
    const barely = on(2, alertOn('a', { value: 0.201 }));
    const more = on(3, alertOn('a', { value: 0.21 }));
    expect(compare(told(fold(barely)), fold(barely, more)).told).toEqual([]);
  });

  it('is worse when a cause joins it, and better when one leaves', () => {
    const both = on(2, alertOn('a'), lossOn());
    expect(compare(told(fold(first)), fold(both)).told).toEqual(['worse column a@2']);
    expect(compare(told(fold(both)), fold(both, on(3, alertOn('a')))).told).toEqual([
      'better column a@2',
    ]);
  });

  it('is better when only warnings are left, worse when it alerts again, and resolved at last', () => {
    const easing = fold(first, warn(3));
    expect(compare(told(fold(first)), easing).told).toEqual(['better column a@2']);
    expect(compare(told(easing), easing).told).toEqual([]);
    expect(compare(told(easing), fold(first, warn(3), on(4, alertOn('a')))).told).toEqual([
      'worse column a@2',
    ]);
    expect(compare(told(easing), fold(first, warn(3), on(4))).told).toEqual([
      'resolved column a@2',
    ]);
  });

  it('says nothing of a severity that goes up and down within the cooldown', () => {
    const soon = { now: Date.parse(TOLD_AT) + DAY - 1, cooldown: DAY };
    const easing = fold(first, warn(3));
    expect(compare(told(fold(first)), easing, { at: soon }).told).toEqual([]);
    expect(compare(told(fold(first)), easing, { at: { ...later, cooldown: DAY } }).told).toEqual([
      'better column a@2',
    ]);
    const far = fold(first, on(3, alertOn('a', { value: 2 })));
    expect(compare(told(fold(first)), far, { at: soon }).told).toEqual(['worse column a@2']);
  });

  it('tells of what came back once, and not as a new one', () => {
    const cooled = { ...ONCE, cooldown: 2 * DAY };
    const over = foldIncidents([first, on(3)], cooled);
    const back = foldIncidents([first, on(3), on(4, alertOn('a'))], cooled);
    const again = compare(told(over), back);
    expect(again.told).toEqual(['opened column a@2']);
    expect(again.changes.opened).toMatchObject([{ reopened: 1 }]);
    expect(compare(told(back), back).told).toEqual([]);
  });

  it('withdraws what corrected data no longer shows', () => {
    expect(compare(told(fold(first)), []).told).toEqual(['withdrawn column a@2']);
    expect(compare(told(fold(first, on(3))), []).told).toEqual([]);
  });

  it('withdraws nothing that is muted, and forgets that it was told', () => {
    const muted = compare(told(fold(first)), [], { all: fold(first) });
    expect(muted.told).toEqual([]);
    expect(muted.changes.dropped).toEqual(['column a@2026-11-02T00:00:00Z']);
  });

  it('knows an incident again though a correction has another of its causes come first', () => {
    const before = on(2, alertOn('a'), alertOn('b', { value: 0.3 }));
    const after = on(2, alertOn('a', { value: 0.3 }), alertOn('b'));
    expect(fold(after)[0]?.id).toContain('column b');
    const { changes, told: said } = compare(told(fold(before)), fold(after));
    expect(said).toEqual([]);
    expect(changes.current).toMatchObject([{ id: fold(before)[0]?.id, cause: 'column a' }]);
    const over = compare(told(changes.current), fold(after, on(3)));
    expect(over.told).toEqual(['resolved column a@2']);
    expect(compare(told(over.changes.current), fold(after, on(3))).told).toEqual([]);
  });

  it('knows an incident again whose onset a correction moved', () => {
    const { changes, told: said } = compare(
      told(fold(first, on(3, alertOn('a')))),
      fold(on(2), on(3, alertOn('a'))),
    );
    expect(said).toEqual([]);
    expect(changes.current).toMatchObject([
      { id: 'column a@2026-11-02T00:00:00Z', onset: '2026-11-03T00:00:00Z' },
    ]);
  });

  it('says nothing new of what the first release told as an incident a cause', () => {
    const [incident] = fold(on(2, alertOn('a'), alertOn('b')));
    const old = ['a', 'b'].map((name): ToldIncident => {
      const [one] = fold(on(2, alertOn(name)));
      const { causes: _, severity: __, ...bare } = one as Incident;
      return { incident: bare };
    });
    const { changes, told: said } = compare(old, [incident as Incident]);
    expect(said).toEqual([]);
    expect(changes.dropped).toEqual(['column b@2026-11-02T00:00:00Z']);
  });
});

describe('toldOf', () => {
  it('keeps the furthest that was told, so that coming back to it is nothing new', () => {
    const [far] = fold(on(2, alertOn('a', { value: 1 })));
    const [near] = fold(first);
    const then = toldOf(far as Incident, undefined, TOLD_AT);
    expect(then.beyond).toBeCloseTo(4, 12);
    expect(toldOf(near as Incident, then, TOLD_AT).beyond).toBeCloseTo(4, 12);
  });
});
