import { expect, it } from 'vitest';
import { newsOf, windowLine } from '../../demo/window-line.ts';
import type { Finding, Measurement, WindowResult } from '../../lib/results.ts';

const whole = {
  segment: null,
  variant: null,
  low: null,
  high: null,
  reference: null,
  threshold: null,
} as const;
const measurement = (metric: string, value: number | null): Measurement => ({
  ...whole,
  metric,
  column: null,
  value,
  status: 'ok',
});
const finding = (metric: string, column: string | null): Finding => ({
  ...whole,
  kind: column === null ? 'performance' : 'drift',
  severity: 'alert',
  metric,
  column,
  value: 1,
  threshold: { max: 0.5, source: 'default' },
  message: '',
});

const result: WindowResult = {
  schema: 1,
  monitor: 'flight-delays',
  window: { start: '2001-03-19T00:00:00Z', end: '2001-03-26T00:00:00Z' },
  baseline: 'v1',
  revision: 1,
  as_of: '2001-03-27T00:00:00Z',
  rows: 116631,
  rejected: 0,
  rejections: {},
  labelled: 0,
  measurements: [],
  findings: [],
};

it('says so while there are no labels', () => {
  expect(windowLine(result)).toMatch(
    /^2001-03-19 {2}116,631 flights {2}labels not in yet +nothing found$/,
  );
});

it('shows headline metrics and groups findings by what they are about', () => {
  const labelled = {
    ...result,
    labelled: 116000,
    measurements: [
      measurement('roc_auc', 0.6431),
      measurement('accuracy', 0.7346),
      measurement('log_loss', null),
    ],
    findings: [
      finding('psi', 'distance'),
      finding('wasserstein', 'distance'),
      { ...finding('log_loss', null), severity: 'warning' as const },
    ],
  };
  expect(windowLine(labelled)).toBe(
    '2001-03-19  116,631 flights  roc_auc 0.643  accuracy 0.735  log_loss     -  ALERT distance (psi, wasserstein); warning performance (log_loss)',
  );
});

it('takes the coming of labels and other findings for news, and a changed figure for none', () => {
  const labelled = { ...result, labelled: 100 };
  expect(newsOf(labelled)).not.toBe(newsOf(result));
  expect(newsOf({ ...labelled, labelled: 200 })).toBe(newsOf(labelled));
  expect(newsOf({ ...labelled, findings: [finding('psi', 'origin')] })).not.toBe(newsOf(labelled));
});
