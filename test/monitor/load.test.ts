import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../lib/errors.ts';
import { alertPolicy } from '../../lib/monitor/alert-policy.ts';
import { loadMonitors, parseMonitor } from '../../lib/monitor/load.ts';

const FULL = `
monitor: credit-risk
task: binary
schedule: rate(1 hour)
window: 1d
columns:
  id: prediction_id
  timestamp: predicted_at
  prediction: decision
  score: p_default
  positive: 1
  label: defaulted
  latency_ms: latency_ms
  variant: model_version
  segments: [country]
  features: auto
predictions:
  from: s3
labels:
  from: s3
  wait: 30d
alerts:
  false_alarms: 1 per 30d
  confirm: 2 of 3
thresholds:
  roc_auc: { min: 0.75 }
  psi: { max: 0.2, columns: [income] }
retrain:
  on: [drift, performance]
  metrics: [psi, roc_auc]
  columns: [income]
  evidence: { windows: 2, p: 1e-3 }
  min_labels: 1000
  cooldown: 7d
  budget: 2 per 30d
  blackout: [Fri 18:00 - Mon 06:00, 2026-12-20/2027-01-05]
  approve: manual
  approve_within: 7d
  schedule: rate(30 days)
`;

describe('parseMonitor', () => {
  it('takes every key of the documented file', () => {
    expect(parseMonitor(FULL, 'm.yaml')).toMatchObject({
      monitor: 'credit-risk',
      alerts: { confirm: '2 of 3' },
    });
  });

  it('takes the alerts that docs/monitor-file.md shows', () => {
    const [, alerts] = readFileSync('docs/monitor-file.md', 'utf8').split('## Alerts');
    const example = /```yaml\n([\s\S]*?)```/.exec(alerts ?? '')?.[1] ?? '';
    const monitor = parseMonitor(`${withoutBlock(FULL.split('\n'), 'alerts')}${example}`, 'm.yaml');
    expect(alertPolicy(monitor)).toEqual({
      ...{ count: 2, of: 3, closeAfter: 1, cooldown: 86_400_000, insufficient: 7 },
      labelWindows: 30,
      mute: [
        {
          until: Date.UTC(2026, 11, 31),
          columns: ['age'],
          metrics: ['psi'],
          reason: 'new form since October',
        },
        { until: Date.UTC(2026, 11, 1, 6), segments: ['country=PL'] },
      ],
      outputs: ['decision', 'p_default'],
    });
    expect(monitor.alerts.topics?.warning).toEqual(['arn:aws:sns:eu-west-1:111122223333:team']);
  });

  it('asks for little', () => {
    const least = parseMonitor('{monitor: m, task: regression, columns: {timestamp: t}}', 'm.yaml');
    expect(least).toMatchObject({
      schedule: 'rate(1 hour)',
      window: '1d',
      predictions: { from: 's3' },
    });
  });

  it.each([
    ['task: ternary', 'm.yaml: task: ', 'found "ternary"'],
    ['window: 1 day', 'm.yaml: window: ', '"1 day" is not a duration'],
    ['schedule: hourly', 'm.yaml: schedule: ', 'rate(1 hour)'],
    ['thresholds: { roc_ac: { min: 1 } }', 'm.yaml: thresholds.roc_ac: ', 'roc_auc'],
    ['thresholds: { psi: { maximum: 1 } }', 'm.yaml: thresholds.psi', 'maximum'],
    ['alerts: { confirm: 3 of 2 }', 'm.yaml: alerts.confirm: ', 'can never be'],
    ['alerts: { mute: [{ columns: [a] }] }', 'm.yaml: alerts.mute.0.until: ', 'needs an end'],
    ['alerts: { mute: [{ until: soon, columns: [a] }] }', 'alerts.mute.0.until: ', 'as in 2026'],
    ['alerts: { mute: [{ until: 2026-12-31 }] }', 'm.yaml: alerts.mute.0: ', 'name columns'],
    [
      'alerts: { mute: [{ until: 2026-12-31, metrics: [psy] }] }',
      'm.yaml: alerts.mute.0.metrics: ',
      'psi',
    ],
    ['alerts: { topics: { alert: on-call } }', 'm.yaml: alerts.topics.alert: ', 'ARN'],
    [
      'alerts: { topics: { alert: "arn:aws:sns:eu-west-1:111122223333:x.fifo" } }',
      'm.yaml: alerts.topics.alert: ',
      'standard SNS topic',
    ],
    ['alerts: { cooldown: one day }', 'm.yaml: alerts.cooldown: ', 'is not a duration'],
    ['alerts: { insufficient: 0 }', 'm.yaml: alerts.insufficient: ', '1'],
    ['alerts: { close_after: 0 }', 'm.yaml: alerts.close_after: ', '1'],
    [
      'metrics: { insufficient_windows: { aggregates: { n: count(*) }, value: n } }',
      'm.yaml: metrics.insufficient_windows: ',
      'that name already',
    ],
    [
      'labels: { from: s3, wait: 30d }\ncolumns: { timestamp: t }',
      'm.yaml: columns.id: ',
      'name its column',
    ],
    ['retrain: { evidence: { windows: 0 } }', 'm.yaml: retrain.evidence.windows: ', 'found 0'],
    ['retrain: { budget: often }', 'm.yaml: retrain.budget: ', '"2 per 30d"'],
    ['retrain: { blackout: [nights] }', 'm.yaml: retrain.blackout.0: ', 'Fri 18:00 - Mon 06:00'],
    ['retrain: { approve: maybe }', 'm.yaml: retrain.approve: ', 'manual'],
    ['retrain: { approve_within: soon }', 'm.yaml: retrain.approve_within: ', 'not a duration'],
    ['retrain: { metrics: [pis] }', 'm.yaml: retrain.metrics: ', 'there is no metric "pis"'],
    ['retrain: { metrics: [rejected_share] }', 'm.yaml: retrain.metrics: ', 'is of quality'],
    ['labels: { from: ftp }', 'm.yaml: labels.from: ', 'one of s3, dynamodb, dynamodb_by_id'],
    ['colour: red', 'm.yaml: the file: ', 'colour'],
    ['monitor: Credit Risk', 'm.yaml: monitor: ', 'lower-case'],
  ])('refuses %j with the path of the key and what is allowed', (line, where, what) => {
    const [key] = line.split(':');
    const rest = FULL.split('\n').filter((one) => !one.startsWith(`${key}:`));
    const text = line.includes('columns:')
      ? `monitor: m\ntask: binary\n${line}`
      : withoutBlock(rest, key ?? '') + line;
    expect(() => parseMonitor(text, 'm.yaml')).toThrow(ConfigError);
    expect(() => parseMonitor(text, 'm.yaml')).toThrow(where);
    expect(() => parseMonitor(text, 'm.yaml')).toThrow(what);
  });

  it('refuses text that is no YAML', () => {
    expect(() => parseMonitor('monitor: [', 'm.yaml')).toThrow(/m\.yaml: /);
  });
});

describe('loadMonitors', () => {
  it('refuses two files of one name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'driftwatch-monitors-'));
    const text = '{monitor: m, task: regression, columns: {timestamp: t}}';
    await writeFile(join(folder, 'a.yaml'), text);
    await writeFile(join(folder, 'b.yaml'), text);
    expect(() => loadMonitors(folder)).toThrow('b.yaml and a.yaml both call their monitor m');
    await rm(folder, { recursive: true });
  });
});

/** The lines that are left when a top-level key went, with the lines indented below it. */
function withoutBlock(lines: readonly string[], key: string): string {
  const all = FULL.split('\n');
  const from = all.findIndex((line) => line.startsWith(`${key}:`));
  if (from < 0) return `${lines.join('\n')}\n`;
  let to = from + 1;
  while (all[to]?.startsWith(' ')) to++;
  return `${[...all.slice(0, from), ...all.slice(to)].join('\n')}\n`;
}
