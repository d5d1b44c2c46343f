import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type MeasuredExample,
  measuredExample,
  measuredValue,
  revise,
} from './support/delivered.ts';
import { read } from './support/python.ts';

interface Events {
  readonly runs: Readonly<
    Record<
      string,
      {
        readonly scalars: Readonly<
          Record<string, [wallTime: number, step: number, value: number][]>
        >;
        readonly histograms: Readonly<
          Record<string, { num: number; sum: number; counts: number[]; limits: number[] }[]>
        >;
        readonly texts: Readonly<Record<string, string[]>>;
      }
    >
  >;
}

let example: MeasuredExample;
const events = () =>
  read<Events>('tensorboard_events.py', [join(example.root, 'tensorboard', 'credit-risk')]);

beforeAll(async () => {
  example = await measuredExample();
});
afterAll(() => example.close());

it("TensorBoard's own reader finds every window's values at its time, slices as runs of their own", async () => {
  expect(await example.give({ tensorboard: { publish: 'all' } })).toEqual({
    sinks: [{ sink: 'tensorboard', delivered: 3, left: 0, error: null }],
  });
  const { runs } = await events();
  expect(Object.keys(runs)).toEqual(['all', 'country=DE', 'country=FR', 'country=PL']);
  for (const [i, result] of example.results.entries()) {
    const [wallTime, step, value] = runs.all?.scalars['psi/income']?.[i] ?? [];
    expect(wallTime).toBe(Date.parse(result.window.start) / 1000);
    expect(step).toBe((wallTime as number) / 86_400);
    expect(value).toBeCloseTo(
      measuredValue(result, { metric: 'psi', column: 'income' }) as number,
      6,
    );
    const ofSegment = runs['country=DE']?.scalars['psi/income']?.[i]?.[2];
    const place = { metric: 'psi', column: 'income', segment: 'country=DE' };
    expect(ofSegment).toBeCloseTo(measuredValue(result, place) as number, 6);
  }
  expect(runs.all?.texts.findings?.[0]).toBe('none');
  expect(runs.all?.texts.findings?.[2]).toContain('- alert: `income: psi is 0.604, above 0.1');
});

it('a histogram a column holds every row of the window', async () => {
  const { runs } = await events();
  expect(Object.keys(runs.all?.histograms ?? {}).sort()).toEqual([
    'age',
    'income',
    'latency_ms',
    'p_default',
  ]);
  for (const [i, result] of example.results.entries()) {
    const income = runs.all?.histograms.income?.[i];
    expect(income?.num).toBe(result.rows);
    expect(income?.counts.reduce((sum, count) => sum + count, 0)).toBe(result.rows);
    const mean = measuredValue(result, { metric: 'mean', column: 'income' }) as number;
    expect((income?.sum ?? 0) / result.rows).toBeCloseTo(mean, 6);
  }
});

it('given again, and after a revision, it holds each window once, with the corrected value', async () => {
  const first = example.results[0];
  if (!first) throw new Error('nothing was measured');
  await revise(example, first, 'accuracy', 0.25);
  expect((await example.give({ tensorboard: { publish: 'whole' } })).sinks[0]).toMatchObject({
    delivered: 3,
  });
  const { runs } = await events();
  expect(runs.all?.scalars.accuracy?.map(([, , value]) => value)[0]).toBe(0.25);
  expect(runs.all?.scalars['psi/income']).toHaveLength(3);
  const file = readdirSync(join(example.root, 'tensorboard', 'credit-risk', 'all'));
  expect(file).toHaveLength(3);
  // The revised window holds no slices any more: the choice is another.
  expect(runs['country=DE']?.scalars['psi/income']).toHaveLength(2);
});
