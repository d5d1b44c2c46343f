import { describe, expect, test } from 'vitest';
import { INJECTIONS } from '../../bench/alerts/injections/injections.ts';
import { calmOutcome, driftOutcome, falseAlarms, WATCHERS } from '../../bench/alerts/outcome.ts';
import { verdictOf } from '../../bench/alerts/verdict.ts';

const setting = { source: 'flights', rows: 1000, columns: 5, months: 40, splits: 2 };
const [ours = '', rule = ''] = WATCHERS;

function calm(counts: Readonly<Record<string, number>>) {
  const part = { months: 20, alarms: counts, causes: {} };
  return calmOutcome(setting, [part, part]);
}

function drift(found: Readonly<Record<string, number | null>>) {
  const delays = Object.fromEntries(WATCHERS.map((name) => [name, found[name] ?? null]));
  const kinds = Object.fromEntries(INJECTIONS.map(({ name }) => [name, delays]));
  return driftOutcome(1000, [kinds, kinds]);
}

describe('the verdict', () => {
  const noisy = Object.fromEntries(WATCHERS.map((name) => [name, 200]));

  test('a budget is kept where the upper bound is below one and a half of it', () => {
    // 20 alarms: bound 29.06; 30: 40.69, each over 20 or 30 months.
    expect(falseAlarms(20, 20)).toMatchObject({ rate: 1, kept: true });
    expect(falseAlarms(22, 20).kept).toBe(false);
    expect(falseAlarms(0, 1).kept).toBe(false);
  });

  test('holds where the budget is kept and what detects more does not keep it', () => {
    const outcome = { calm: [calm({ ...noisy, [ours]: 10 })], drift: [drift({ [rule]: 1 })] };
    expect(verdictOf(outcome).holds).toBe(true);
  });

  test('fails where a rule that keeps the budget detects more', () => {
    const outcome = {
      calm: [calm({ ...noisy, [ours]: 10, [rule]: 0 })],
      drift: [drift({ [rule]: 1 })],
    };
    const verdict = verdictOf(outcome);
    expect(verdict.holds).toBe(false);
    expect(verdict.lines.join(' ')).toContain(`${rule} keeps the budget in every setting`);
  });

  test('fails where Driftwatch does not keep the budget', () => {
    const outcome = { calm: [calm({ ...noisy, [ours]: 40 })], drift: [drift({ [ours]: 1 })] };
    expect(verdictOf(outcome).holds).toBe(false);
  });
});

test('a share counts all histories, and the delay is the median of those that were found', () => {
  const kind = INJECTIONS[0]?.name ?? '';
  const delays = [3, null, 1, 9].map((delay) => ({ [kind]: { [ours]: delay } }));
  expect(driftOutcome(100, delays).kinds[kind]?.[ours]).toEqual({ share: 0.75, delay: 3 });
});
