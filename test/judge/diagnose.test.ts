import { describe, expect, it } from 'vitest';
import { diagnose } from '../../lib/judge/diagnose.ts';
import type { NumericColumn } from '../../lib/profile/column.ts';
import type { ColumnSummary } from '../../lib/profile/column-statistics.ts';

const edges = Array.from({ length: 401 }, (_, i) => i * 10);
const miles: NumericColumn = {
  name: 'distance',
  role: 'feature',
  type: 'numeric',
  edges,
  decileEdges: [],
  center: 0,
};

/** Rows spread evenly from `low` to `high`. */
function evenly(low: number, high: number): ColumnSummary {
  const histogram = new Array<number>(edges.length + 1).fill(0);
  for (let i = 0; i < 10_000; i++) {
    const value = low + ((high - low) * (i + 0.5)) / 10_000;
    const bin = Math.ceil(value / 10);
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  return { histogram };
}

describe('diagnose', () => {
  it('names a change of unit', () => {
    const note = diagnose(miles, evenly(100, 1500), evenly(160.9344, 2414.016));
    expect(note).toContain('1.61 times');
    expect(note).toContain('miles sent as kilometres');
  });

  it('does not take a shift or another shape for one', () => {
    expect(diagnose(miles, evenly(100, 1500), evenly(600, 2000))).toBeUndefined();
    expect(diagnose(miles, evenly(100, 1500), evenly(100, 1500))).toBeUndefined();
  });
});
