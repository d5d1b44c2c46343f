import { describe, expect, it } from 'vitest';
import { foldIncidents } from '../../lib/judge/incidents.ts';
import { decideRetraining, requestId } from '../../lib/judge/retraining.ts';
import { alertOn, judgedDay } from '../support/findings.ts';

const policy = { on: ['drift'], cooldown: '7d' } as const;
const DAY = 86_400_000;
const now = Date.parse('2026-11-10T00:00:00Z');
const drifting = foldIncidents([judgedDay(8, [alertOn('a')]), judgedDay(9, [alertOn('a')])], {
  count: 1,
  of: 1,
});
const over = foldIncidents([judgedDay(8, [alertOn('a')]), judgedDay(9, [])], { count: 1, of: 1 });

describe('decideRetraining', () => {
  it('asks for it with the evidence since the onset', () => {
    const decision = decideRetraining({ ...policy, on: ['drift'] }, drifting, null, now, now);
    expect(decision).toMatchObject({
      request: true,
      reason: 'column a',
      since: '2026-11-08T00:00:00Z',
    });
  });

  it.each([
    ['without a policy', undefined, drifting, null, /asks for no retraining/],
    [
      'for another kind',
      { ...policy, on: ['performance' as const] },
      drifting,
      null,
      /no open incident of performance/,
    ],
    ['when it is over', { ...policy, on: ['drift' as const] }, over, null, /no open incident/],
    [
      'within the cooldown',
      { ...policy, on: ['drift' as const] },
      drifting,
      now - 6 * DAY,
      /cooldown ends on 2026-11-11/,
    ],
  ])('does not ask %s', (_, setting, incidents, last, reason) => {
    const decision = decideRetraining(setting, incidents, last, now, now);
    expect(decision.request).toBe(false);
    expect(decision.reason).toMatch(reason);
  });

  it('asks again after the cooldown while the incident goes on', () => {
    expect(
      decideRetraining({ ...policy, on: ['drift'] }, drifting, now - 8 * DAY, now, now).request,
    ).toBe(true);
  });

  it('asks on schedule, counted from the start or the last request', () => {
    const scheduled = { on: ['drift' as const], cooldown: '7d', schedule: 'rate(30 days)' };
    expect(decideRetraining(scheduled, [], null, now - 29 * DAY, now).request).toBe(false);
    expect(decideRetraining(scheduled, [], null, now - 30 * DAY, now)).toMatchObject({
      request: true,
      since: null,
    });
    expect(decideRetraining(scheduled, [], now - 3 * DAY, now - 90 * DAY, now).request).toBe(false);
  });

  it('gives one request one id, and the next another', () => {
    const decision = decideRetraining({ ...policy, on: ['drift'] }, drifting, null, now, now);
    if (!decision.request) throw new Error('it should ask');
    expect(requestId('m', decision, null)).toBe(requestId('m', decision, null));
    expect(requestId('m', decision, null)).not.toBe(requestId('m', decision, now));
  });
});
