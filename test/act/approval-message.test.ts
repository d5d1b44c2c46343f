import { describe, expect, it } from 'vitest';
import { approvalMessage } from '../../lib/act/approval-message.ts';
import { foldIncidents } from '../../lib/judge/incidents.ts';
import type { RetrainingRequest } from '../../lib/judge/retraining.ts';
import { alertOn, judgedDay } from '../support/findings.ts';

const evidence = foldIncidents([judgedDay(8, [alertOn('a')])], { count: 1, of: 1 });
const request: RetrainingRequest = {
  id: 'r1',
  monitor: 'm',
  reason: 'column a',
  evidence,
  baseline: 'v2',
  to_beat: { roc_auc: 0.81234 },
  since: '2026-11-08T00:00:00Z',
  manifest: 's3://b/requests/m/r1.json',
  data: [],
  checks: [{ name: 'min_labels', passed: true, message: '1200 of 1000 labelled rows' }],
  requested: '2026-11-09T00:10:00.000Z',
};

describe('approvalMessage', () => {
  const message = approvalMessage(request, '2026-11-16T00:10:00.000Z');

  it('asks in text with the commands, the reasons, the data and what is to beat', () => {
    expect(message.subject).toBe('Approve m: retraining because of column a');
    for (const line of [
      '  driftwatch approve <workspace> m r1',
      '  driftwatch approve <workspace> m r1 --reject',
      'It lapses on 2026-11-16T00:10:00.000Z, or when its incidents are over.',
      '- min_labels: 1200 of 1000 labelled rows',
      'Data: windows from 2026-11-08T00:00:00Z on, listed in s3://b/requests/m/r1.json',
      'To beat: baseline v2 (roc_auc 0.8123)',
    ])
      expect(message.text.split('\n')).toContain(line);
  });

  it('gives machines the request, and filter policies its severity and kinds', () => {
    expect(message.json).toMatchObject({ approval: { request: { id: 'r1' } } });
    expect(message.attributes).toEqual({ monitor: 'm', severity: 'info', kind: ['drift'] });
  });

  it('names all data where a schedule asks, and no kind', () => {
    const scheduled = approvalMessage({ ...request, since: null, evidence: [] }, 'later');
    expect(scheduled.text).toContain('Data: all windows that are remembered');
    expect(scheduled.attributes.kind).toEqual([]);
  });
});
