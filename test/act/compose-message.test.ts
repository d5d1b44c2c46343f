import { describe, expect, it } from 'vitest';
import { composeMessages } from '../../lib/act/compose-message.ts';
import { foldIncidents } from '../../lib/judge/incidents.ts';
import { type ActOutcome, NOTHING_ACTED } from '../../lib/pipeline/act.ts';
import { alertOn, judgedDay, lossOn } from '../support/findings.ts';

const places = {
  results: 's3://b/results/m/',
  window: (start: string) => `s3://b/results/m/${start}.json`,
};
const quiet: ActOutcome = {
  ...NOTHING_ACTED,
  retraining: { request: false, reason: 'no open incident of drift' },
  request: null,
};
const ONCE = { count: 1, of: 1 };
const ALL = ['column a', 'column b', 'performance'];
const alerts = [
  alertOn('a'),
  alertOn('a', { segment: 'country=DE', message: 'a where country=DE: psi is 0.5, above 0.2' }),
  lossOn(),
];
const segment = 'country=DE';
const share = { segment, share: 0.97, value: 0.61, reference: 0.74, rows: 900 };
const explanations = {
  loss: {
    metric: 'accuracy',
    excess: 117,
    segments: [share],
    columns: [{ column: 'a', share: 0.4 }],
  },
  drift: [],
  schema: [],
};
const open = foldIncidents([{ ...judgedDay(2, alerts, ALL), explanations }], ONCE);
const over = foldIncidents([judgedDay(2, alerts, ALL), judgedDay(3, [], ALL)], ONCE);
const [drifted] = foldIncidents([judgedDay(2, alerts.slice(0, 1), ALL)], ONCE);
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
const aside = [
  { key: 'predictions/m/a.jsonl', shard: 'predictions-1', reason: 'reading it failed 3 times' },
];
const compose = (outcome: Partial<ActOutcome>, topics = {}) =>
  composeMessages('m', { ...quiet, ...outcome }, places, topics);
const subjects = (outcome: Partial<ActOutcome>) => compose(outcome).map(({ subject }) => subject);

describe('composeMessages', () => {
  it('says nothing where nothing changed', () => {
    expect(compose({ ongoing: open })).toEqual([]);
  });

  it('says what is wrong, since when, why, how far, where, with which evidence, and what was triggered', () => {
    const [message, ...none] = compose({ opened: open, request });
    expect(none).toEqual([]);
    expect(message?.subject).toBe('ALERT m: column a, performance');
    expect(message?.attributes).toEqual({
      monitor: 'm',
      severity: 'alert',
      kind: ['drift', 'performance'],
    });
    expect(message?.text.split('\n\n')).toEqual([
      'ALERT m: column a, performance',
      [
        'Opened: outside its limits since the window of 2026-11-02T00:00:00Z',
        '1. column a (drift): explains 40 % of the performance loss',
        '   a: psi is 0.4, above 0.2',
        '   a where country=DE: psi is 0.5, above 0.2',
        '2. performance (performance): country=DE explains 97 % of the loss (accuracy 61 %, baseline 74 %, 900 labelled rows); began together with column a',
        '   accuracy is 60 %, below 75 % (baseline 80 %)',
        'evidence: s3://b/results/m/2026-11-02T00:00:00Z.json',
      ].join('\n'),
      'Retraining was requested: column a. Request r1, data since 2026-11-02T00:00:00Z.',
      'All results: s3://b/results/m/\n',
    ]);
    expect(message?.json).toMatchObject({
      schema: 1,
      state: 'opened',
      opened: [{ cause: 'column a', found: 3, causes: [{ share: 0.4 }, { segment }] }],
      retraining: { id: 'r1' },
    });
  });

  it('has a message for each incident and change, the most urgent first', () => {
    const outcome = {
      opened: open,
      worse: open,
      better: open,
      resolved: over,
      withdrawn: open,
      aside,
      request: { ...request, evidence: [], reason: 'the schedule rate(30 days)' },
    };
    expect(
      compose(outcome).map(({ attributes, subject }) => [attributes.severity, subject]),
    ).toEqual([
      ['alert', 'ALERT m: column a, performance'],
      ['alert', 'WORSE m: column a, performance'],
      ['alert', 'ALERT m: 1 input set aside'],
      ['info', 'Better m: column a, performance'],
      ['info', 'Retraining requested m: the schedule rate(30 days)'],
      ['resolved', 'Resolved m: column a, performance'],
      ['resolved', 'Withdrawn m: column a, performance'],
    ]);
  });

  it('names what came back, and what came and went between two runs', () => {
    const back = open.map((one) => ({ ...one, reopened: 2 }));
    expect(subjects({ opened: back })).toEqual(['REOPENED m: column a, performance']);
    const [went] = compose({ opened: over });
    expect(went?.subject).toBe('Came and went m: column a, performance');
    expect(went?.attributes.severity).toBe('resolved');
    expect(went?.text).toContain(
      'outside its limits from 2026-11-02T00:00:00Z, back within them from 2026-11-03T00:00:00Z',
    );
  });

  it('is no alert when things get better, and says why no retraining was requested where it is one', () => {
    const [message] = compose({ resolved: over });
    expect(message?.attributes.severity).toBe('resolved');
    expect(message?.text).toContain('back within them from 2026-11-03T00:00:00Z');
    expect(message?.text).not.toContain('retraining');
    expect(compose({ opened: open })[0]?.text).toContain(
      'No retraining was requested: no open incident of drift.',
    );
    expect(compose({ withdrawn: open })[0]?.text).toContain('corrected data no longer shows');
  });

  it('tells a request with the incident that led to it, and alone where none did', () => {
    expect(subjects({ opened: open, request })).toHaveLength(1);
    expect(subjects({ ongoing: open, request })).toEqual(['Retraining requested m: column a']);
  });

  it('says what was set aside and how to have it read again', () => {
    const [message] = compose({ aside });
    expect(message?.subject).toBe('ALERT m: 1 input set aside');
    expect(message?.attributes).toEqual({ monitor: 'm', severity: 'alert', kind: [] });
    expect(message?.text.split('\n\n')[1]).toBe(
      'Set aside, and not tried any more:\n- predictions/m/a.jsonl: reading it failed 3 times. Once its cause is mended: driftwatch replay <workspace> m',
    );
    expect(message?.json).toMatchObject({ severity: 'alert', opened: [], aside });
  });

  it('says what is muted and until when', () => {
    const mute = { until: Date.parse('2026-12-31'), columns: ['age'], reason: 'known', hidden: 1 };
    expect(compose({ opened: open, muted: [mute] })[0]?.text).toContain(
      'Muted until 2026-12-31T00:00:00Z: columns age (known; 1 incident hidden)',
    );
    expect(compose({ muted: [mute] })).toEqual([]);
  });

  it('tells of warnings when they begin and when they end', () => {
    const causes = [{ cause: 'column b', since: '2026-11-02T00:00:00Z' }];
    const [began] = compose({ warnings: { change: 'began', causes } });
    expect(began?.subject).toBe('Warning m: column b');
    expect(began?.attributes.severity).toBe('warning');
    expect(began?.text).toContain('- column b, since the window of 2026-11-02T00:00:00Z');
    expect(subjects({ warnings: { change: 'ended', causes } })).toEqual([
      'Warnings over m: column b',
    ]);
  });

  it('routes by severity, and leaves what is not named to the topic of the stack', () => {
    const messages = compose(
      { opened: open, better: open, resolved: over },
      { alert: ['arn:1', 'arn:2'], resolved: ['arn:3'] },
    );
    expect(messages.map(({ topics }) => topics)).toEqual([
      ['arn:1', 'arn:2'],
      undefined,
      ['arn:3'],
    ]);
  });

  it('sends ten messages at most about incidents, and one more about the others', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({
      ...(drifted as NonNullable<typeof drifted>),
      id: `column c${i}@x`,
      cause: `column c${i}`,
    }));
    const messages = compose({ opened: many, resolved: over });
    expect(messages).toHaveLength(11);
    const digest = messages.at(-1);
    expect(digest?.subject).toBe('ALERT m: 91 more incidents changed');
    expect(digest?.text).toContain('- opened: column c10');
    expect(digest?.text).toContain('- and 51 more');
    expect(digest?.json).toMatchObject({ state: 'digest', changes: { length: 91 } });
  });

  it('stays readable where an incident has a hundred causes', () => {
    const columns = Array.from({ length: 100 }, (_, i) => `c${i}`);
    const all = columns.map((name) => alertOn(name));
    const incidents = foldIncidents(
      [
        judgedDay(
          2,
          all,
          columns.map((name) => `column ${name}`),
        ),
      ],
      ONCE,
    );
    const [message, ...none] = compose({ opened: incidents });
    expect(none).toEqual([]);
    expect(message?.subject).toBe('ALERT m: column c0 and 99 more');
    expect(message?.text.split('\n').length).toBeLessThan(40);
    expect(message?.text).toContain('and 94 more causes');
  });
});
