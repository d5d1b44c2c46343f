import { describe, expect, it } from 'vitest';
import { exampleMonitor } from '../../bin/commands/example.ts';
import { needsProfiling } from '../../lib/backtest/held-by-profiles.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { monitor } from '../support/example-workspace.ts';

const other = (from: string, to: string) => parseMonitor(exampleMonitor.replace(from, to), 'other');

describe('what stored profiles serve', () => {
  it.each([
    ['retrain:', 'thresholds: { psi: { max: 0.1 } }\nretrain:'],
    ['retrain:', 'alerts: { confirm: 2 of 3 }\nretrain:'],
    ['cooldown: 7d', 'cooldown: 1d'],
    ['rate(1 hour)', 'rate(1 day)'],
    ['retrain:', 'cloudwatch: { publish: none }\nretrain:'],
  ])('%s to %s: needs none anew', (from, to) => {
    expect(needsProfiling(monitor, other(from, to))).toEqual([]);
  });

  it.each([
    ['window: 1d', 'window: 7d', ['window']],
    ['segments: [country]', 'segments: [product]', ['columns.segments']],
    ['latency_ms: latency_ms\n  ', '', ['columns.latency_ms']],
    [
      'retrain:',
      'metrics: { n: { aggregates: { n: "count(*)" }, value: n } }\nretrain:',
      ['metrics.n'],
    ],
  ])('%s to %s: names what is to be summed anew', (from, to, keys) => {
    expect(needsProfiling(monitor, other(from, to))).toEqual(keys);
  });
});
