import { describe, expect, it } from 'vitest';
import { foldIncidents } from '../../lib/judge/incidents.ts';
import {
  decideRetraining,
  type PastRequest,
  type RetrainingState,
  requestId,
} from '../../lib/judge/retraining.ts';
import { retrain } from '../../lib/monitor/settings/retrain.ts';
import { alertOn, judgedDay, lossOn } from '../support/findings.ts';

const DAY = 86_400_000;
const now = Date.parse('2026-11-10T00:00:00Z');
const fold = (...days: Parameters<typeof judgedDay>[]) =>
  foldIncidents(
    days.map((day) => judgedDay(...day)),
    { count: 1, of: 1 },
  );
const drifting = fold([8, [alertOn('a', { p: 1e-4 })]], [9, [alertOn('a', { p: 1e-4 })]]);
const over = fold([8, [alertOn('a')]], [9, []]);

const ended = (daysAgo: number, outcome: PastRequest['outcome'] = 'sent'): PastRequest => {
  const at = new Date(now - daysAgo * DAY).toISOString();
  return { id: 'x', requested: at, outcome, ended: at, since: null, baseline: 'v1', incidents: [] };
};
const state: RetrainingState = { incidents: drifting, windows: [], past: [], started: now, now };
const decide = (policy: object | undefined, change: Partial<RetrainingState> = {}) =>
  decideRetraining(
    retrain.parse(policy && { on: ['drift'], ...policy }),
    { ...state, ...change },
    DAY,
  );
const check = (name: string, ...args: Parameters<typeof decide>) =>
  decide(...args).checks?.find((one) => one.name === name);

describe('decideRetraining', () => {
  it('asks for it with the evidence since the onset', () => {
    expect(decide({})).toMatchObject({
      request: true,
      reason: 'column a',
      since: '2026-11-08T00:00:00Z',
      evidence: [{ id: 'column a@2026-11-08T00:00:00Z' }],
      checks: [
        { name: 'evidence', passed: true, message: 'column a (2 windows)' },
        { name: 'cooldown', passed: true, message: 'nothing was asked for before' },
      ],
    });
  });

  it('does not ask for drift that is over where the quality of another column keeps the incident open', () => {
    const missing = alertOn('b', { metric: 'missing_share', kind: 'quality' });
    const incidents = fold(
      [6, [alertOn('a'), alertOn('b'), missing]],
      [7, [missing]],
      [9, [missing]],
    );
    expect(incidents).toHaveLength(1);
    for (const policy of [{}, { evidence: { windows: 2, p: 1e-3 } }])
      expect(decide(policy, { incidents })).toMatchObject({
        request: false,
        reason: expect.stringContaining('no finding of drift'),
      });
    expect(decide({ on: ['quality'] }, { incidents }).request).toBe(true);
  });

  it('finds the column, or the metric, that is asked for among many that are worse', () => {
    const worse = Array.from({ length: 12 }, (_, i) => alertOn(`c${i}`, { value: 10 + i }));
    const judged = ['column a', 'performance', ...worse.map(({ column }) => `column ${column}`)];
    const incidents = fold(
      [8, [...worse, alertOn('a')], judged],
      [9, [...worse, alertOn('a')], judged],
    );
    expect(incidents).toHaveLength(1);
    expect(decide({ columns: ['a'] }, { incidents }).request).toBe(true);
    const both = fold([9, [...worse, lossOn({ metric: 'roc_auc' })], judged]);
    const policy = { on: ['drift', 'performance'], metrics: ['roc_auc'] };
    expect(decide(policy, { incidents: both }).request).toBe(true);
  });

  it('does not ask for what came back, is over, and waits for its cooldown to end', () => {
    const days = [1, 3].map((n) => judgedDay(n, [alertOn('a')]));
    const calm = [2, 4, 5].map((n) => judgedDay(n, []));
    const windows = [...days, ...calm].sort((a, b) => (a.start < b.start ? -1 : 1));
    const incidents = foldIncidents(windows, { count: 1, of: 1, cooldown: 7 * DAY });
    expect(incidents).toMatchObject([{ resolved: null, reopened: 1 }]);
    expect(decide({}, { incidents }).request).toBe(false);
  });

  it.each([
    ['without a policy', undefined, {}, /asks for no retraining/],
    ['for another kind', { on: ['performance'] }, {}, /no open incident of performance/],
    ['when it is over', {}, { incidents: over }, /no open incident of drift/],
    ['for a finding of another metric', { metrics: ['wasserstein'] }, {}, /no finding of wasser/],
    ['for another column', { columns: ['b'] }, {}, /no finding of column b/],
    ['for fewer windows', { evidence: { windows: 3 } }, {}, /lasted 2 windows of 3/],
    ['for weaker evidence', { evidence: { p: 1e-5 } }, {}, /p 0.00010 above 0.000010/],
    ['for too few labels', { min_labels: 1000 }, {}, /0 of 1000 labelled rows since the onset/],
    ['within the cooldown', {}, { past: [ended(6)] }, /cooldown ends on 2026-11-11/],
    ['after a rejection', {}, { past: [ended(6, 'rejected')] }, /rejected on 2026-11-04/],
    [
      'beyond the budget',
      { budget: '2 per 30d', cooldown: '1d' },
      { past: [ended(29), ended(2)] },
      /2 of 2 requests used in the last 30d/,
    ],
    ['in a blackout', { blackout: ['2026-11-10/2026-11-12'] }, {}, /blackout until 2026-11-12/],
    ['before the schedule', { schedule: 'rate(30 days)' }, { incidents: [] }, /is due on 2026-12/],
  ] as const)('does not ask %s', (_, policy, change, reason) => {
    const decision = decide(policy, change);
    expect(decision.request).toBe(false);
    expect(decision.reason).toMatch(reason);
  });

  it.each([
    ['of a metric that counts', { metrics: ['psi'], columns: ['a'] }, {}],
    ['that lasted long enough', { evidence: { windows: 2 } }, {}],
    ['that is strong enough', { evidence: { p: 1e-4 } }, {}],
    ['after the cooldown', {}, { past: [ended(8)] }],
    ['after a lapsed request', {}, { past: [ended(1, 'lapsed')] }],
    ['within the budget', { budget: '2 per 30d' }, { past: [ended(31), ended(8)] }],
    ['after the blackout', { blackout: ['2026-11-08/2026-11-10'] }, {}],
  ] as const)('asks for an incident %s', (_, policy, change) => {
    expect(decide(policy, change).request).toBe(true);
  });

  it('takes an absolute limit, which has no p, for evidence enough', () => {
    const absolute = fold([9, [alertOn('a', { p: 0.2 }), alertOn('a', { metric: 'wasserstein' })]]);
    expect(decide({ evidence: { p: 1e-3 } }, { incidents: absolute }).request).toBe(true);
    const weak = fold([9, [alertOn('a', { p: 0.2 })]]);
    expect(decide({ evidence: { p: 1e-3 } }, { incidents: weak }).request).toBe(false);
  });

  it('counts labels of windows since the onset, or the last request if that was later', () => {
    const day = (n: number, labelled: number) => {
      const start = Date.parse(judgedDay(n, []).start);
      return { start, end: start + DAY, labelled };
    };
    const windows = [day(7, 5000), day(8, 300), day(9, 400)];
    const policy = { min_labels: 700, cooldown: '1h' };
    expect(check('min_labels', policy, { windows })).toEqual({
      name: 'min_labels',
      passed: true,
      message: '700 of 700 labelled rows since the onset, 2026-11-08T00:00:00.000Z',
    });
    expect(check('min_labels', policy, { windows, past: [ended(1)] })).toMatchObject({
      passed: false,
      message: '400 of 700 labelled rows since the last request, 2026-11-09T00:00:00.000Z',
    });
    expect(check('min_labels', policy, { windows, past: [ended(1, 'rejected')] })?.passed).toBe(
      true,
    );
  });

  it('says every check that stands against it, with those that do not beside them', () => {
    const policy = { min_labels: 10, budget: '1 per 30d', blackout: ['Mon 00:00 - Wed 00:00'] };
    const decision = decide(policy, { past: [ended(3)] });
    expect(decision.checks?.map(({ name, passed }) => `${name} ${passed}`)).toEqual([
      'evidence true',
      'min_labels false',
      'cooldown false',
      'budget false',
      // A Tuesday.
      'blackout false',
    ]);
    expect(decision.reason.split('; ')).toHaveLength(4);
  });

  it('asks on schedule, counted from the start or the last request', () => {
    const scheduled = { schedule: 'rate(30 days)' };
    const quiet = { incidents: [], started: now - 30 * DAY };
    expect(decide(scheduled, { ...quiet, started: now - 29 * DAY }).request).toBe(false);
    expect(decide(scheduled, quiet)).toMatchObject({
      request: true,
      reason: 'the schedule rate(30 days)',
      since: null,
    });
    expect(decide(scheduled, { ...quiet, past: [ended(3)] }).request).toBe(false);
    expect(decide({}, quiet).request).toBe(false);
  });

  it('gives one request one id, and the next another', () => {
    const decision = decide({});
    if (!decision.request) throw new Error('it should ask');
    expect(requestId('m', decision, [])).toBe(requestId('m', decision, []));
    expect(requestId('m', decision, [])).not.toBe(requestId('m', decision, [ended(8, 'lapsed')]));
  });
});
