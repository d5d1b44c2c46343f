import { describe, expect, it } from 'vitest';
import { composeMessage } from '../../lib/act/compose-message.ts';
import { foldIncidents } from '../../lib/judge/incidents.ts';
import type { ActOutcome } from '../../lib/pipeline/act.ts';
import { alertOn, judgedDay } from '../support/findings.ts';

const places = {
  results: 's3://b/results/m/',
  window: (start: string) => `s3://b/results/m/${start}.json`,
};
const quiet: ActOutcome = {
  opened: [],
  resolved: [],
  withdrawn: [],
  ongoing: [],
  aside: [],
  retraining: { request: false, reason: 'no open incident of drift' },
  request: null,
};
const alerts = [
  alertOn('a'),
  alertOn('a', { segment: 'country=DE', message: 'a where country=DE: psi is 0.5, above 0.2' }),
];
const open = foldIncidents([judgedDay(2, alerts)], { count: 1, of: 1 });
const over = foldIncidents([judgedDay(2, alerts), judgedDay(3, [])], { count: 1, of: 1 });
const request = {
  id: 'r1',
  monitor: 'm',
  reason: 'column a',
  evidence: open,
  baseline: 'v1',
  since: '2026-11-02T00:00:00Z',
  data: [],
  requested: '2026-11-03T01:00:00Z',
};

describe('composeMessage', () => {
  it('says nothing where nothing changed', () => {
    expect(composeMessage('m', { ...quiet, ongoing: open }, places)).toBeNull();
  });

  it('says what is wrong, since when, how far, where, with which evidence, and what was triggered', () => {
    const message = composeMessage('m', { ...quiet, opened: open, request }, places);
    expect(message?.subject).toBe('ALERT m: column a');
    expect(message?.attributes).toEqual({ monitor: 'm', severity: 'alert', kind: ['drift'] });
    expect(message?.text.split('\n\n')).toEqual([
      'ALERT m: column a',
      [
        'Opened:',
        '- column a (drift), since the window of 2026-11-02T00:00:00Z',
        '    a: psi is 0.4, above 0.2',
        '    a where country=DE: psi is 0.5, above 0.2',
        '    evidence: s3://b/results/m/2026-11-02T00:00:00Z.json',
      ].join('\n'),
      'Retraining was requested: column a. Request r1, data since 2026-11-02T00:00:00Z.',
      'All results: s3://b/results/m/\n',
    ]);
    expect(message?.json).toMatchObject({
      schema: 1,
      opened: [{ cause: 'column a', found: 2 }],
      retraining: { id: 'r1' },
    });
  });

  it('is no alert when things get better', () => {
    const message = composeMessage('m', { ...quiet, resolved: over }, places);
    expect(message?.subject).toBe('Resolved m: column a');
    expect(message?.attributes.severity).toBe('resolved');
    expect(message?.text).toContain('back within them from 2026-11-03T00:00:00Z');
    expect(message?.text).toContain('No retraining was requested: no open incident of drift.');
  });

  it('tells of what came and went between two runs, and of what corrected data undid', () => {
    expect(composeMessage('m', { ...quiet, opened: over }, places)?.text).toContain(
      'Came and went since the last run:',
    );
    expect(composeMessage('m', { ...quiet, withdrawn: open }, places)?.text).toContain(
      'corrected data no longer shows',
    );
  });

  it('says what was set aside and how to have it read again, alone or beside incidents', () => {
    const aside = [
      { key: 'predictions/m/a.jsonl', shard: 'predictions-1', reason: 'reading it failed 3 times' },
    ];
    const message = composeMessage('m', { ...quiet, aside }, places);
    expect(message?.subject).toBe('ALERT m: 1 input set aside');
    expect(message?.attributes).toEqual({ monitor: 'm', severity: 'alert', kind: [] });
    expect(message?.text.split('\n\n')[1]).toBe(
      'Set aside, and not tried any more:\n- predictions/m/a.jsonl: reading it failed 3 times. Once its cause is mended: driftwatch replay <workspace> m',
    );
    expect(message?.json).toMatchObject({ severity: 'alert', opened: [], aside });
    const both = composeMessage(
      'm',
      { ...quiet, opened: open, aside: [...aside, ...aside] },
      places,
    );
    expect(both?.subject).toBe('ALERT m: column a, 2 inputs set aside');
    expect(both?.text).toMatch(/Opened:[\s\S]*Set aside/);
  });

  it('stays readable with a hundred incidents', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({
      ...(open[0] as (typeof open)[0]),
      cause: `column c${i}`,
    }));
    const message = composeMessage('m', { ...quiet, opened: many }, places);
    expect(message?.subject).toBe('ALERT m: column c0, column c1, column c2 and 97 more');
    expect(message?.text.split('\n').length).toBeLessThan(80);
    expect(message?.text).toContain('- and 88 more');
  });
});
