import { describe, expect, it } from 'vitest';
import { composeMessages } from '../../lib/act/compose-message.ts';
import { foldIncidents } from '../../lib/judge/incidents.ts';
import { type ActOutcome, NOTHING_ACTED } from '../../lib/pipeline/act.ts';
import { alertOn, judgedDay, lossOn } from '../support/findings.ts';

const places = {
  workspace: 's3://b',
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
  alertOn('a', {
    segment: 'country=DE',
    value: 0.5,
    message: 'a where country=DE: psi is 0.5, above 0.2',
  }),
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
function expectScreen(text = ''): void {
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
}
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
        'explain: driftwatch explain s3://b "column a@2026-11-02T00:00:00Z"',
      ].join('\n'),
      [
        '1. column a (drift): explains 40 % of the performance loss',
        '   a: psi is 0.4, above 0.2',
        '   also where country=DE (0.5)',
        '2. performance (performance): country=DE explains 97 % of the loss (accuracy 61 %, baseline 74 %,',
        '   900 labelled rows); began together with column a',
        '   accuracy is 60 %, below 75 % (baseline 80 %)',
      ].join('\n'),
      'Retraining was requested: column a. Request r1, data since 2026-11-02T00:00:00Z.',
      'evidence: s3://b/results/m/2026-11-02T00:00:00Z.json\n',
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
      'outside its limits from 2026-11-02T00:00:00Z, back within them\nfrom 2026-11-03T00:00:00Z',
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
    expect(message?.text.split('\n\n').slice(1, 4)).toEqual([
      'Set aside: they could not be read, and no run tries them again by itself.',
      '- predictions/m/a.jsonl: reading it failed 3 times',
      'Once the cause is mended, have them read again:\n  driftwatch replay s3://b m',
    ]);
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
    expect(digest?.text).toContain('- and 80 more');
    expect(digest?.text.split('\n').length).toBeLessThanOrEqual(26);
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
    expect(message?.text).toMatch(/and 9\d more causes/);
    expectScreen(message?.text);
  });

  it('is a screen at most whatever names, reasons and numbers of findings are', () => {
    const name = 'a_column_of_a_name_that_nobody_types '.repeat(40);
    const findings = ['psi', 'jensen_shannon', 'wasserstein'].flatMap((metric) =>
      [null, ...Array.from({ length: 30 }, (_, i) => `country=${i} ${name}`)].map((segment) =>
        alertOn(name, {
          metric,
          segment,
          message: `${name} ${segment}: ${metric} is 0.4, above 0.2`,
        }),
      ),
    );
    const incidents = foldIncidents([judgedDay(2, findings, [`column ${name}`])], ONCE);
    const many = Array.from({ length: 30 }, (_, i) => ({ ...incidents[0], id: `x${i}` }));
    const muted = Array.from({ length: 30 }, () => ({ until: 0, columns: [name], hidden: 1 }));
    const messages = compose({
      opened: incidents,
      ongoing: many as typeof open,
      muted,
      aside: Array.from({ length: 30 }, () => ({ key: name, shard: 's', reason: name })),
      retraining: { request: false, reason: name },
    });
    expect(messages).toHaveLength(2);
    for (const { text } of messages) expectScreen(text);
  });

  it('leads with the strongest of the metrics that show one thing, and names the others in its line', () => {
    const of = (metric: string, value: number, max: number) =>
      alertOn('a', {
        ...{ metric, value, threshold: { max, source: 'default' as const } },
        message: `a: ${metric} is ${value}, above ${max}`,
      });
    const findings = [
      of('psi', 0.4, 0.2),
      of('jensen_shannon', 0.31, 0.1),
      of('wasserstein', 12.41, 8),
    ];
    const [message] = compose({ opened: foldIncidents([judgedDay(2, findings)], ONCE) });
    expect(message?.text).toContain(
      '\n   a: jensen_shannon is 0.31, above 0.1; also psi 0.4, wasserstein 12.4\n',
    );
    expect(message?.text).not.toContain('more finding');
  });

  it('names the report first where there is one, that of the last window', () => {
    const report = (start: string) => `https://d.example/reports/m/${start}.html`;
    const [message] = composeMessages('m', { ...quiet, opened: open }, { ...places, report });
    expect(message?.text.split('\n').slice(3, 5)).toEqual([
      'report:  https://d.example/reports/m/2026-11-02T00:00:00Z.html',
      'explain: driftwatch explain s3://b "column a@2026-11-02T00:00:00Z"',
    ]);
    expect(message?.chat?.steps[0]).toBe(
      'Look at the report: https://d.example/reports/m/2026-11-02T00:00:00Z.html',
    );
  });

  it('shows names from the log as text, on lines of their own, and leaves what machines get as it is', () => {
    for (const name of ['<img src=x onerror=alert(1)>', 'two\nlines\u001b[31m', '<!channel>']) {
      const incidents = foldIncidents([judgedDay(2, [alertOn(name)], [`column ${name}`])], ONCE);
      const [message] = compose({ opened: incidents });
      const { subject = '', text = '' } = message ?? {};
      // biome-ignore lint/suspicious/noControlCharactersInRegex: there must be none
      expect(subject + text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      expect(JSON.stringify(message?.json)).toContain(JSON.stringify(`column ${name}`));
    }
    const twoLines = foldIncidents(
      [judgedDay(2, [alertOn('two\nALERT m: lies')], ['column two\nALERT m: lies'])],
      ONCE,
    );
    const [message] = compose({ opened: twoLines });
    expect(message?.text).not.toContain('\nALERT m: lies');
    expect(message?.text).toContain('column two\\nALERT m: lies');
  });
});
