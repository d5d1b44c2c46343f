import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkMonitor } from '../../lib/monitor/load.ts';
import { retrain } from '../../lib/monitor/settings/retrain.ts';

const least = { monitor: 'm', task: 'regression', columns: { timestamp: 't' } };

describe('retrain', () => {
  it('is documented key by key, by a file that is right', () => {
    const [, section = ''] = readFileSync('docs/monitor-file.md', 'utf8').split('## Retraining\n');
    const yaml = /```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
    const documented = parse(yaml) as { retrain: object };
    const keys = Object.keys(retrain.unwrap().shape).sort();
    expect(Object.keys(documented.retrain).sort()).toEqual(keys);
    const { retrain: read } = checkMonitor({ ...least, ...documented }, 'm.yaml');
    expect(read).toMatchObject({ evidence: { windows: 2, p: 1e-3 }, approve: 'manual' });
  });

  it('asks as the first release did where only its keys are there', () => {
    const { retrain: read } = checkMonitor({ ...least, retrain: { on: ['drift'] } }, 'm.yaml');
    expect(read).toEqual({
      on: ['drift'],
      evidence: { windows: 1 },
      min_labels: 0,
      cooldown: '7d',
      blackout: [],
      approve: 'automatic',
      approve_within: '7d',
    });
  });

  it('takes a metric of the monitor where custom ones count', () => {
    const metrics = {
      loss: { columns: { x: 'numeric' }, aggregates: { s: 'sum(x)' }, value: 's' },
    };
    const policy = (on: string[]) => ({
      ...least,
      metrics,
      retrain: { on, metrics: ['loss'] },
    });
    expect(checkMonitor(policy(['custom']), 'm.yaml').retrain?.metrics).toEqual(['loss']);
    expect(() => checkMonitor(policy(['drift']), 'm.yaml')).toThrow(
      /retrain\.metrics: loss is of custom, which never counts/,
    );
  });
});
