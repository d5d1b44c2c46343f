import { describe, expect, it } from 'vitest';
import type { Explanations } from '../../lib/judge/explanations.ts';
import { inBrief } from '../../lib/judge/incident.ts';
import { foldIncidents, type Incident, type JudgedWindow } from '../../lib/judge/incidents.ts';
import type { Finding } from '../../lib/results.ts';
import { alertOn, judgedDay, lossOn } from '../support/findings.ts';

const ONCE = { count: 1, of: 1 };
const ALL = ['column a', 'column b', 'column p', 'performance', 'operations', 'quality'];
const on = (n: number, findings: readonly Finding[], more: Partial<JudgedWindow> = {}) => ({
  ...judgedDay(n, findings, ALL),
  ...more,
});
const slow: Finding = { ...lossOn(), metric: 'latency_p95', kind: 'operations' };
const named = (windows: readonly JudgedWindow[], policy = ONCE) =>
  foldIncidents(windows, policy).map(({ id, causes = [] }) => [
    id.replace('T00:00:00Z', '').replace('2026-11-0', ''),
    causes.map(({ cause }) => cause).join(', '),
  ]);
const explanations = (part: Partial<Explanations>): { explanations: Explanations } => ({
  explanations: { loss: null, drift: [], schema: [], ...part },
});
const loss = (
  segment: string,
  share: number,
  columns: { column: string; share: number }[] = [],
) => ({
  metric: 'accuracy',
  excess: 90,
  segments: [{ segment, share, value: 0.5, reference: 0.8, rows: 300 }],
  columns,
});

describe('incidents', () => {
  it('hold what began in the same windows, and not what began later', () => {
    expect(named([on(1, [alertOn('a'), alertOn('b')])])).toEqual([
      ['column a@1', 'column a, column b'],
    ]);
    expect(named([on(1, [alertOn('a')]), on(2, [alertOn('a'), alertOn('b')])])).toEqual([
      ['column a@1', 'column a'],
      ['column b@2', 'column b'],
    ]);
  });

  it('hold what overlaps on its way to being confirmed', () => {
    const windows = [
      on(1, [alertOn('a')]),
      on(2, [alertOn('a'), alertOn('b')]),
      on(3, [alertOn('a'), alertOn('b')]),
    ];
    expect(named(windows, { count: 2, of: 3 })).toEqual([['column a@1', 'column a, column b']]);
    expect(named(windows)).toHaveLength(2);
  });

  it('leave operations by themselves: slow answers are about no rows', () => {
    expect(named([on(1, [alertOn('a'), slow])])).toEqual([
      ['column a@1', 'column a'],
      ['operations@1', 'operations'],
    ]);
  });

  it('put what explains before what it explains: changed columns, inputs, outputs, performance', () => {
    const far = alertOn('p', { value: 9 });
    const policy = { ...ONCE, outputs: ['p'] };
    const windows = [on(1, [lossOn({ value: 0.1 }), far, alertOn('b'), alertOn('a')])];
    expect(named(windows, policy)).toEqual([
      ['column a@1', 'column a, column b, column p, performance'],
    ]);
    const retyped = { column: 'b', change: 'holds text where the baseline holds number' };
    const [first] = foldIncidents(
      [{ ...on(1, windows[0]?.findings ?? []), ...explanations({ schema: [retyped] }) }],
      policy,
    );
    expect(first?.causes?.map(({ cause, role }) => [cause, role])).toEqual([
      ['column b', 'holds text where the baseline holds number, which explains its drift'],
      ['column a', 'moved together with column b'],
      ['column p', 'follows from the inputs, which moved: column b'],
      ['performance', 'began together with column b'],
    ]);
  });

  it('take in a loss that a column which moved before explains, and no other loss', () => {
    const moved = [on(1, [alertOn('a')]), on(2, [alertOn('a')])];
    const lost = (more: object) => [...moved, on(3, [alertOn('a'), lossOn()], more)];
    const explained = lost(explanations({ loss: loss('a=x', 0.9) }));
    expect(named(explained)).toEqual([['column a@1', 'column a, performance']]);
    const [incident] = foldIncidents(explained, ONCE);
    expect(incident?.kinds).toEqual(['drift', 'performance']);
    expect(incident?.causes?.map(({ share, segment, role }) => [share, segment, role])).toEqual([
      [0.9, null, 'explains 90 % of the performance loss'],
      [
        null,
        'a=x',
        'a=x explains 90 % of the loss (accuracy 50 %, baseline 80 %, 300 labelled rows); began after column a',
      ],
    ]);
    const byMix = explanations({
      loss: { ...loss('z=1', 0.1), columns: [{ column: 'a', share: 0.6 }] },
    });
    expect(named(lost(byMix))).toHaveLength(1);
    expect(named(lost({}))).toHaveLength(2);
    expect(named(lost(explanations({ loss: loss('b=x', 0.9) })))).toHaveLength(2);
    expect(named(lost(explanations({ loss: loss('a=x', 0.4) })))).toHaveLength(2);
  });

  it('take in the column whose change the schema told of', () => {
    const missing = { ...lossOn(), metric: 'missing_columns', kind: 'quality' as const };
    const schema = [{ column: 'a', change: 'is missing from the log' }];
    const windows = [
      on(1, [missing]),
      on(2, [missing, alertOn('a', { kind: 'quality' })], explanations({ schema })),
    ];
    expect(named(windows)).toEqual([['quality@1', 'column a, quality']]);
    expect(named(windows.map(({ explanations: _, ...one }) => one))).toHaveLength(2);
  });

  it('say which segment most of a drift lies in', () => {
    const drift = [{ column: 'a', segment: 'country=PL' }];
    const [incident] = foldIncidents([on(1, [alertOn('a')], explanations({ drift }))], ONCE);
    expect(incident?.causes).toMatchObject([
      { segment: 'country=PL', role: 'most of it where country=PL' },
    ]);
  });

  it('keep their name while causes leave and come back, and are over when the last one is', () => {
    const both = [alertOn('a'), alertOn('b')];
    const windows = [
      on(1, both),
      on(2, [alertOn('b')]),
      on(3, both),
      on(4, [alertOn('a')]),
      on(5, []),
    ];
    const upTo = (n: number) => foldIncidents(windows.slice(0, n), ONCE)[0];
    for (const n of [1, 2, 3, 4, 5]) expect(upTo(n)?.id).toBe('column a@2026-11-01T00:00:00Z');
    expect(upTo(2)?.causes?.map(({ cause, resolved }) => [cause, resolved === null])).toEqual([
      ['column b', true],
      ['column a', false],
    ]);
    expect(upTo(4)?.resolved).toBeNull();
    expect(upTo(5)?.resolved).toBe('2026-11-05T00:00:00Z');
    expect(foldIncidents(windows, ONCE)).toHaveLength(1);
  });

  it('show the worst finding of each cause before all others', () => {
    const many = Array.from({ length: 20 }, (_, i) =>
      alertOn('a', { segment: `s=${i}`, value: 5 + i }),
    );
    const [incident] = foldIncidents([on(1, [...many, alertOn('b')])], ONCE);
    expect(incident?.found).toBe(21);
    expect(incident?.findings).toHaveLength(10);
    expect(incident?.findings.slice(0, 2).map(({ column }) => column)).toEqual(['b', 'a']);
  });

  it('stay small enough for an item of the table with hundreds of causes', () => {
    const many = Array.from({ length: 400 }, (_, i) => alertOn(`c${i}`));
    const judged = many.map(({ column }) => `column ${column}`);
    const [incident] = foldIncidents([judgedDay(1, many, judged)], ONCE);
    expect(incident?.found).toBe(400);
    expect(JSON.stringify(incident).length).toBeLessThan(300_000);
    expect(JSON.stringify(inBrief(incident as Incident)).length).toBeLessThan(10_000);
    const over = foldIncidents([judgedDay(1, many, judged), judgedDay(2, [], judged)], ONCE);
    expect(over).toMatchObject([{ resolved: '2026-11-02T00:00:00Z' }]);
  });
});
