import { describe, expect, it } from 'vitest';
import { type AskedIncident, retrainingEffect } from '../../lib/judge/retraining-effect.ts';
import { metricNamed } from '../../lib/metrics/registry.ts';
import type { Measurement } from '../../lib/results.ts';
import { alertOn } from '../support/findings.ts';

const brier = { metric: 'brier', column: null, segment: null, variant: null };
const asked: AskedIncident = {
  incident: {
    id: 'performance@2001-02-10T00:00:00Z',
    cause: 'performance',
    onset: '2001-02-10T00:00:00Z',
    last: '2001-02-12T00:00:00Z',
    findings: [
      alertOn('', { ...brier, kind: 'performance', value: 0.231, reference: 0.185 }),
      alertOn('income', { value: 0.4, reference: 0 }),
    ],
  },
  request: 'r1',
  requested: '2001-02-13T00:10:00.000Z',
  baseline: 'v1',
};

const measured = (part: Partial<Measurement>): Measurement => ({
  ...brier,
  value: null,
  low: null,
  high: null,
  reference: null,
  threshold: null,
  status: 'ok',
  ...part,
});
const psi = { metric: 'psi', column: 'income' };

const effect = (measurements: Measurement[], part = {}) =>
  retrainingEffect(
    asked,
    {
      on: 'resolved',
      window: '2001-02-20T00:00:00Z',
      measurements,
      variant: null,
      model: 'baseline v2',
      ...part,
    },
    metricNamed,
  );

describe('retrainingEffect', () => {
  it('says before and after of every finding, and that it helped where all are within limits again', () => {
    const { verdict, message } = effect([
      measured({ value: 0.188 }),
      measured({ ...psi, value: 0.02 }),
    ]);
    expect(verdict).toBe('helped');
    expect(message).toBe(
      'performance: brier 0.231 before (2001-02-12), 0.188 after (2001-02-20), baseline 0.185; psi of income 0.4 before (2001-02-12), 0.02 after (2001-02-20), baseline 0: retraining helped (baseline v2)',
    );
  });

  it.each([
    ['helped in part', measured({ value: 0.2, status: 'warning' }), 0.02],
    ['helped in part', measured({ value: 0.24 }), 0.02],
    ['did not help', measured({ value: 0.24 }), 0.5],
    ['helped', measured({ value: 0.1, status: 'insufficient' }), 0.02],
  ] as const)('%s', (verdict, first, second) => {
    expect(effect([first, measured({ ...psi, value: second })]).verdict).toBe(verdict);
  });

  it('can not say where no number is known, or no new version: numbers go back by themselves too', () => {
    expect(effect([]).verdict).toBe('unknown');
    const back = effect([measured({ value: 0.188 })], { model: null });
    expect(back.verdict).toBe('unknown');
    expect(back.message).toContain(
      'whether retraining helped is not known: no new baseline and no promotion since the request',
    );
  });

  it('takes the numbers of the variant that was promoted', () => {
    const all = [measured({ value: 0.25 }), measured({ value: 0.18, variant: 'm2' })];
    const promoted = effect(all, { on: 'promoted', variant: 'm2', model: 'variant m2' });
    expect(promoted.metrics[0]).toMatchObject({ after: 0.18, verdict: 'within limits' });
  });

  it('takes a higher value for the better one where the metric falls', () => {
    const auc = { ...brier, metric: 'roc_auc' };
    const incident = { ...asked.incident, findings: [alertOn('', { ...auc, value: 0.6 })] };
    const { metrics } = retrainingEffect(
      { ...asked, incident },
      {
        on: 'resolved',
        window: '2001-02-20T00:00:00Z',
        measurements: [measured({ ...auc, value: 0.7 })],
        variant: null,
        model: 'baseline v2',
      },
      metricNamed,
    );
    expect(metrics[0]?.verdict).toBe('within limits');
  });
});
