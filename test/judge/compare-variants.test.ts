import { describe, expect, it } from 'vitest';
import {
  type ComparedWindow,
  type Comparison,
  comparisonOf,
  foldVariants,
} from '../../lib/judge/compare-variants.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { seededRandom } from '../support/random.ts';

const monitorWith = (rollout: Record<string, unknown>, task = 'binary'): Monitor =>
  checkMonitor(
    {
      monitor: 'm',
      task,
      columns: {
        timestamp: 't',
        label: 'y',
        variant: 'v',
        ...(task === 'binary' ? { score: 's' } : { prediction: 'p' }),
      },
      rollout: { champion: 'm1', ...rollout },
    },
    'm.yaml',
  );

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString().replace('.000Z', 'Z');

interface Model {
  readonly variant: string;
  readonly metric: string;
  readonly value: number;
}

/** Windows of `days` days; every value has a standard error of 0.005 and varies by it. */
function windowsOf(models: readonly Model[], days: number, seed = 1): ComparedWindow[] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: days }, (_, i) => ({
    start: day(i + 1),
    variants: models.map((model) => ({
      ...model,
      value: model.value + 0.005 * normal(),
      error: 0.005,
      rows: 1000,
    })),
  }));
}

const auc = (variant: string, value: number): Model => ({ variant, metric: 'roc_auc', value });
const loss = (variant: string, value: number): Model => ({ variant, metric: 'log_loss', value });

function compare(windows: readonly ComparedWindow[], monitor: Monitor): Comparison {
  const [fold] = foldVariants(windows, monitor, 'm1');
  if (!fold) throw new Error('nothing was compared');
  return comparisonOf(fold, monitor);
}

describe('foldVariants', () => {
  const better = windowsOf([auc('m1', 0.7), auc('m2', 0.75)], 30);
  const worse = windowsOf([auc('m1', 0.7), auc('m2', 0.65)], 30);
  const equal = windowsOf([auc('m1', 0.7), auc('m2', 0.7)], 30);
  const byAuc = { metrics: ['roc_auc'] };

  it('promotes what is better, rejects what is worse, and keeps watching what is neither', () => {
    const monitor = monitorWith(byAuc);
    expect(compare(better, monitor)).toMatchObject({ decision: 'promote', champion: 'm1' });
    expect(compare(worse, monitor)).toMatchObject({ decision: 'reject' });
    expect(compare(equal, monitor)).toMatchObject({
      decision: 'keep watching',
      reason: 'no worse, and not better for certain',
      metrics: [{ verdict: 'no worse' }],
    });
  });

  it('takes the direction of a metric from the metric', () => {
    const monitor = monitorWith({ metrics: ['log_loss'], margin: { log_loss: 0.01 } });
    const lower = windowsOf([loss('m1', 0.5), loss('m2', 0.45)], 30);
    const higher = windowsOf([loss('m1', 0.5), loss('m2', 0.55)], 30);
    expect(compare(lower, monitor).decision).toBe('promote');
    expect(compare(higher, monitor).decision).toBe('reject');
  });

  it('rejects what gains in one metric and loses in another', () => {
    const models = [auc('m1', 0.7), auc('m2', 0.75), loss('m1', 0.5), loss('m2', 0.56)];
    const comparison = compare(windowsOf(models, 30), monitorWith({}));
    expect(comparison.decision).toBe('reject');
    expect(comparison.reason).toContain('log_loss');
  });

  it('promotes what is no worse where that is enough', () => {
    const monitor = monitorWith({ ...byAuc, promote_when: 'no worse' });
    expect(compare(equal, monitor).decision).toBe('promote');
  });

  it('keeps watching what is no worse by a margin that is too narrow to tell', () => {
    const enough = { ...byAuc, promote_when: 'no worse' };
    expect(compare(equal, monitorWith({ ...enough, margin: { roc_auc: 0.001 } })).decision).toBe(
      'keep watching',
    );
    expect(compare(equal, monitorWith({ ...enough, margin: { roc_auc: '3%' } })).decision).toBe(
      'promote',
    );
  });

  it('decides nothing before the least windows, and not later than it can', () => {
    expect(compare(better.slice(0, 11), monitorWith(byAuc)).decision).toBe('promote');
    const patient = compare(better.slice(0, 11), monitorWith({ ...byAuc, least_windows: 12 }));
    expect(patient).toMatchObject({
      decision: 'keep watching',
      reason: '11 of at least 12 windows',
    });
    expect(compare(better, monitorWith({ ...byAuc, least_windows: 12 })).windows).toBe(12);
  });

  it('waits longer the smaller the error that is allowed', () => {
    const slight = windowsOf([auc('m1', 0.7), auc('m2', 0.712)], 60);
    const windows = (error: number) => compare(slight, monitorWith({ ...byAuc, error })).windows;
    expect(windows(0.001)).toBeGreaterThan(windows(0.2));
  });

  it('rejects what is not decided when the time is over', () => {
    const monitor = monitorWith({ ...byAuc, give_up: '20d' });
    expect(compare(equal.slice(0, 20), monitor).decision).toBe('keep watching');
    expect(compare(equal, monitor)).toMatchObject({
      decision: 'reject',
      until: day(21),
      reason: 'no worse, and not better for certain, and 20d are over',
    });
  });

  it('compares every other variant, or the one that is named', () => {
    const three = windowsOf([auc('m1', 0.7), auc('m2', 0.75), auc('m3', 0.7)], 10);
    const names = (rollout: Record<string, unknown>) =>
      foldVariants(three, monitorWith(rollout), 'm1').map(({ challenger }) => challenger);
    expect(names(byAuc)).toEqual(['m2', 'm3']);
    expect(names({ ...byAuc, challenger: 'm3' })).toEqual(['m3']);
    expect(foldVariants(three, monitorWith(byAuc), 'm2', ['m1'])).toMatchObject([
      { champion: 'm2', challenger: 'm3' },
    ]);
  });

  it('needs every metric that is named, and of the default ones those that the data have', () => {
    expect(compare(better, monitorWith({})).decision).toBe('promote');
    const both = compare(better, monitorWith({ metrics: ['roc_auc', 'log_loss'] }));
    expect(both.decision).toBe('keep watching');
    expect(both.metrics[1]).toMatchObject({ windows: 0, difference: null, verdict: 'open' });
  });

  it('stays with the window that decided, and forgets nothing with the windows that are forgotten', () => {
    const monitor = monitorWith(byAuc);
    const turned = [...better, ...worse.map((one, i) => ({ ...one, start: day(31 + i) }))];
    const whole = foldVariants(turned, monitor, 'm1');
    expect(whole[0]?.decided?.decision).toBe('promote');
    for (const cut of [1, 4, 40]) {
      const upTo = turned[cut]?.start ?? '';
      const history = { upTo, folds: foldVariants(turned.slice(0, cut + 1), monitor, 'm1') };
      expect(foldVariants(turned, monitor, 'm1', [], history)).toEqual(whole);
    }
  });

  it('takes another decision where a window is corrected, as if it had always been so', () => {
    const monitor = monitorWith(byAuc);
    const corrected = better.map((window, i) => (i < 15 ? (equal[i] ?? window) : window));
    expect(compare(better, monitor).until < compare(corrected, monitor).until).toBe(true);
  });

  it('says of regression what errors say', () => {
    const mae = (variant: string, value: number): Model => ({ variant, metric: 'mae', value });
    const windows = windowsOf([mae('m1', 1), mae('m2', 0.9)], 20);
    expect(compare(windows, monitorWith({}, 'regression')).decision).toBe('promote');
  });
});

describe('a rollout that can not be', () => {
  it.each([
    [{ challenger: 'm1' }, /rollout.challenger: m1 is the champion/],
    [{ metrics: ['auc'] }, /rollout.metrics: there is no metric "auc"/],
    [{ metrics: ['psi'] }, /rollout.metrics: psi can't compare variants/],
    [{ metrics: ['true_positives'] }, /rollout.metrics: true_positives can't compare/],
    [{ margin: { mae: 1 } }, /rollout.margin: mae is not compared; compared are roc_auc/],
    [{ error: 2 }, /rollout.error/],
  ])('is refused with its key: %o', (rollout, message) => {
    expect(() => monitorWith(rollout)).toThrow(message);
  });

  it('needs a column of variants', () => {
    const file = {
      monitor: 'm',
      task: 'binary',
      columns: { timestamp: 't' },
      rollout: { champion: 'm1' },
    };
    expect(() => checkMonitor(file, 'm.yaml')).toThrow(/name it in columns.variant/);
  });
});
