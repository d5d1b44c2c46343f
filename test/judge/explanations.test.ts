import { describe, expect, it } from 'vitest';
import { explain } from '../../lib/judge/explanations.ts';
import { readChangedTypes } from '../../lib/metrics/schema/changed-types.ts';
import type { Measurement, WindowResult } from '../../lib/results.ts';
import { alertOn, lossOn } from '../support/findings.ts';

const none = { segment: null, variant: null, low: null, high: null, threshold: null };
const measure = (
  metric: string,
  column: string | null,
  part: Partial<Measurement>,
): Measurement => ({
  ...{ metric, column, ...none, value: 0, reference: 0, status: 'ok' },
  ...part,
});
const of = (part: Partial<WindowResult>) =>
  explain({ measurements: [], findings: [alertOn('a')], ...part });

describe('explain', () => {
  it('says nothing where nothing was found, and nothing of what it knows nothing', () => {
    expect(of({ findings: [] })).toBeUndefined();
    expect(of({})).toBeUndefined();
  });

  it('knows a column that is gone, and one that came as another type', () => {
    const measurements = [
      measure('missing_share', 'a', { value: 1 }),
      measure('missing_share', 'always empty', { value: 1, reference: 1 }),
      measure('missing_share', 'b', { value: 0.99 }),
      measure('missing_share', 'c', { value: 1, segment: 'x=1' }),
      measure('changed_types', null, { value: 1, note: 'b: text, time for number' }),
    ];
    expect(of({ measurements })?.schema).toEqual([
      { column: 'a', change: 'is missing from the log' },
      { column: 'b', change: 'holds text, time where the baseline holds number' },
    ]);
  });

  it('looks for a loss only where performance was found to be worse', () => {
    const accuracy = { value: 0.5, reference: 0.8, coverage: 1 };
    const measurements = [
      measure('rows', null, { value: 100 }),
      measure('accuracy', null, accuracy),
      measure('rows', null, { value: 50, segment: 'a=x' }),
      measure('accuracy', null, { ...accuracy, value: 0.2, segment: 'a=x' }),
    ];
    expect(of({ measurements })).toBeUndefined();
    expect(of({ measurements, findings: [lossOn()] })?.loss?.segments).toMatchObject([
      { segment: 'a=x', share: expect.closeTo(1, 9) },
    ]);
  });
});

describe('readChangedTypes', () => {
  it('finds the columns that are known, whatever their names hold', () => {
    const note =
      'a, b: text for number, b: nested for text, odd: name: boolean for number and 3 more';
    const columns = ['a, b', 'b', 'odd: name', 'name', 'c'];
    expect(readChangedTypes(note, columns).map(({ column, now }) => `${column} ${now}`)).toEqual([
      'a, b text',
      'b text',
      'odd: name boolean',
    ]);
  });
});
