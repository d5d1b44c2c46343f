import { describe, expect, it } from 'vitest';
import { foldIncidents } from '../../lib/judge/incidents.ts';
import { NOTHING_ACTED } from '../../lib/pipeline/act.ts';
import type { RunSummary } from '../../lib/pipeline/run-monitor.ts';
import { newClaim, type Shard } from '../../lib/pipeline/shard.ts';
import { countsOf, describeRun } from '../../lib/report/run-text.ts';
import type { WindowResult } from '../../lib/results.ts';
import { alertOn, judgedDay } from '../support/findings.ts';

const ONCE = { count: 1, of: 1 };
const now = new Date('2026-11-05T09:00:00Z');
const quiet: RunSummary = {
  monitor: 'm',
  run: 'r',
  status: 'done',
  windows: [],
  failed: [],
  shards: [],
  waiting: [],
  unfinished: [],
  reports: [],
  overview: null,
  ...NOTHING_ACTED,
  retraining: { request: false, reason: 'none' },
  request: null,
};

function shard(kind: Shard['kind'], change: Partial<Shard>): Shard {
  const [made] = newClaim(kind, { objects: [], ranges: [] }, now.toISOString(), 'v1').shards;
  return { ...(made as Shard), state: 'done', ...change };
}

function result(day: number, revision: number, asOf: Date): WindowResult {
  const { start } = judgedDay(day, []);
  return {
    schema: 1,
    monitor: 'm',
    window: { start, end: judgedDay(day + 1, []).start },
    baseline: 'v1',
    revision,
    as_of: asOf.toISOString().replace('.000Z', 'Z'),
    rows: 10,
    rejected: 0,
    rejections: {},
    labelled: 0,
    measurements: [],
    findings: [],
  };
}

const lines = (change: Partial<RunSummary>) =>
  describeRun({ ...quiet, ...change }, { workspace: './w', now }).split('\n');

const explain = '  driftwatch explain ./w "column a@2026-11-02T00:00:00Z"';
/** The worst of an incident's first cause, and the line to copy. */
const named = ['  a: psi is 0.4, above 0.2', explain];

describe('describeRun', () => {
  it('says that nothing was there, or that another run is at work', () => {
    expect(lines({})).toEqual(['m: read 0 predictions, judged 0 windows']);
    expect(lines({ status: 'busy' })).toEqual(['m: another run is at work; nothing was done']);
  });

  it('counts what was read anew apart, and nothing of a shard that failed', () => {
    const shards = [
      shard('predictions', { rows: 3000 }),
      shard('predictions', { rows: 200, before: true }),
      shard('predictions', { rows: 50, state: 'claimed' }),
      shard('labels', { rows: 7 }),
    ];
    const windows = [result(3, 1, now)];
    expect(countsOf({ ...quiet, shards, windows })).toBe(
      'read 3000 predictions, 200 again, judged 1 window',
    );
  });

  it('says how many labels match nothing yet', () => {
    const shards = [
      shard('labels', { rows: 100 }),
      shard('labels', { rows: 20, unmatched: 5, state: 'waiting' }),
    ];
    expect(lines({ shards })).toContain('labels: 120 read, 5 match no prediction yet');
    expect(lines({ shards: shards.slice(0, 1) })).toContain('labels: 100 read');
  });

  it('says what was set aside and how it is read again', () => {
    const aside = [{ key: 'predictions/m/a.csv', shard: 's', reason: 'it failed 3 times' }];
    expect(lines({ aside })).toContain(
      'set aside predictions/m/a.csv: it failed 3 times; once mended: driftwatch replay ./w m',
    );
  });

  it('says what failed, what is left to the next run and what is not over', () => {
    const [, ...others] = lines({
      failed: [{ shard: 's1', error: 'no more memory' }],
      unfinished: ['2026-11-03T00:00:00Z'],
      waiting: ['2026-11-05T00:00:00Z'],
    });
    expect(others).toEqual([
      'FAILED s1: no more memory; the next run tries it again',
      'over, but not up to date, so left to the next run: 2026-11-03T00:00:00Z',
      'not over yet, so not judged: 2026-11-05T00:00:00Z',
    ]);
  });

  it('says which results this run replaced, and of no other that it did', () => {
    const earlier = new Date('2026-11-04T09:00:00Z');
    const windows = [result(1, 1, now), result(2, 2, now), result(3, 3, earlier)];
    expect(lines({ windows }).filter((line) => line.startsWith('corrected'))).toEqual([
      'corrected: window 2026-11-02T00:00:00Z is revision 2',
    ]);
  });

  it('says which incidents came, went and were none', () => {
    const [incident] = foldIncidents([judgedDay(2, [alertOn('a')])], ONCE);
    if (!incident) throw new Error('no incident');
    const resolved = [{ ...incident, resolved: '2026-11-03T00:00:00Z' }];
    expect(lines({ opened: [incident], resolved, withdrawn: [incident] }).slice(1)).toEqual([
      'incident opened: column a, since 2026-11-02T00:00:00Z',
      ...named,
      'incident resolved: column a, from 2026-11-02T00:00:00Z to 2026-11-03T00:00:00Z',
      explain,
      'incident withdrawn: column a, since 2026-11-02T00:00:00Z: corrected data no longer shows it',
    ]);
  });

  it('says what got worse or better, came back, warns and is muted until when', () => {
    const [incident] = foldIncidents([judgedDay(2, [alertOn('a'), alertOn('b')])], ONCE);
    if (!incident) throw new Error('no incident');
    const since = '2026-11-02T00:00:00Z';
    const change: Partial<RunSummary> = {
      opened: [{ ...incident, reopened: 1 }],
      worse: [incident],
      better: [incident],
      warnings: { change: 'began', causes: [{ cause: 'column c', since }] },
      muted: [{ until: Date.parse('2026-12-31'), metrics: ['psi'], hidden: 0 }],
    };
    expect(lines(change).slice(1)).toEqual([
      `incident reopened: column a and 1 more, since ${since}`,
      ...named,
      `incident worse: column a and 1 more, since ${since}`,
      ...named,
      `incident better: column a and 1 more, since ${since}`,
      ...named,
      'warnings began: column c',
      'muted until 2026-12-31T00:00:00Z: metrics psi',
    ]);
  });

  it('names what is still open, with the line to copy, once', () => {
    const [incident] = foldIncidents([judgedDay(2, [alertOn('a')])], ONCE);
    if (!incident) throw new Error('no incident');
    const open = 'incident still open: column a, since 2026-11-02T00:00:00Z';
    expect(lines({ ongoing: [incident] }).slice(1)).toEqual([open, explain]);
    expect(lines({ ongoing: [incident], worse: [incident] })).not.toContain(open);
  });

  it('says what was decided on retraining, where there is a policy', () => {
    const checks = [{ name: 'cooldown', passed: false, message: 'it ends tomorrow' }] as const;
    const no = { request: false, reason: 'it ends tomorrow', checks } as const;
    expect(lines({ retraining: no }).at(-1)).toBe('no retraining requested: it ends tomorrow');
    const request = {
      ...{ id: 'r1', monitor: 'm', reason: 'column a', evidence: [], baseline: 'v1' },
      ...{ since: null, data: [], requested: now.toISOString() },
    };
    const yes = { request: true, reason: 'column a', evidence: [], since: null } as const;
    expect(lines({ retraining: yes, request }).at(-1)).toBe(
      'retraining requested: column a (request r1)',
    );
  });

  it('stays readable with many windows', () => {
    const windows = Array.from({ length: 100 }, () => result(2, 2, now));
    const corrected = lines({ windows, unfinished: windows.map(({ window }) => window.start) });
    expect(corrected.filter((line) => line.startsWith('corrected'))).toHaveLength(20);
    expect(corrected).toContain('... and 80 more');
    expect(corrected.find((line) => line.startsWith('over'))).toContain('and 80 more');
  });
});
