import { describe, expect, it } from 'vitest';
import { columnOfSegment, lossShares } from '../../lib/judge/loss-shares.ts';
import type { Measurement } from '../../lib/results.ts';

interface Part {
  readonly rows: number;
  /** Errors in it, and the baseline's rate of errors. */
  readonly errors: number;
  readonly before: number | null;
}

/** Measurements of `rows` and accuracy, of the whole as the sum of a line, and of its segments. */
function measured(
  segments: Record<string, Part>,
  { before, coverage = 1 }: { before: number; coverage?: number },
): Measurement[] {
  const line = Object.entries(segments).filter(([name]) => !name.includes(' & '));
  const sum = (of: (part: Part) => number) => line.reduce((n, [, part]) => n + of(part), 0);
  const whole = { rows: sum((one) => one.rows), errors: sum((one) => one.errors), before };
  return [[null, whole] as const, ...Object.entries(segments)].flatMap(([segment, part]) => [
    measurement('rows', segment, part.rows / coverage, null),
    {
      ...measurement('accuracy', segment, 1 - part.errors / part.rows, part.before),
      coverage,
    },
  ]);
}

function measurement(
  metric: string,
  segment: string | null,
  value: number,
  before: number | null,
): Measurement {
  const reference = metric === 'accuracy' && before !== null ? 1 - before : before;
  const none = { low: null, high: null, threshold: null, status: 'ok' as const };
  return { metric, column: null, segment, variant: null, value, reference, ...none };
}

describe('lossShares', () => {
  it('puts all of the loss down to the one segment whose labels are flipped', () => {
    const loss = lossShares(
      measured(
        {
          'country=DE': { rows: 5000, errors: 1000, before: 0.2 },
          'country=FR': { rows: 3000, errors: 600, before: 0.2 },
          'country=PL': { rows: 2000, errors: 1600, before: 0.2 },
        },
        { before: 0.2 },
      ),
    );
    expect(loss?.excess).toBeCloseTo(1200, 9);
    expect(loss?.segments).toMatchObject([
      { segment: 'country=PL', rows: 2000, reference: 0.8, share: expect.closeTo(1, 9) },
    ]);
    expect(loss?.columns).toEqual([]);
  });

  it('puts it down to the mix where each segment errs as it did and the hard one grew', () => {
    const loss = lossShares(
      measured(
        {
          'country=DE': { rows: 2000, errors: 200, before: 0.1 },
          'country=PL': { rows: 8000, errors: 3200, before: 0.4 },
        },
        // Half and half in the baseline: 0.25.
        { before: 0.25 },
      ),
    );
    expect(loss?.excess).toBeCloseTo(900, 9);
    expect(loss?.columns).toMatchObject([{ column: 'country', share: expect.closeTo(1, 9) }]);
    expect(loss?.segments).toEqual([]);
  });

  it('splits it between the mix and the segment that got worse, and adds up', () => {
    const loss = lossShares(
      measured(
        {
          'country=DE': { rows: 2000, errors: 200, before: 0.1 },
          'country=PL': { rows: 8000, errors: 4100, before: 0.4 },
        },
        { before: 0.25 },
      ),
    );
    const [mix] = loss?.columns ?? [];
    expect(mix?.share).toBeCloseTo(0.5, 9);
    // It has 80 % of the rows: half of the loss is no more than its part.
    expect(loss?.segments).toEqual([]);
  });

  it('names no segment where all got worse alike', () => {
    const alike = { errors: 300, rows: 1000, before: 0.2 };
    const loss = lossShares(measured({ 'a=x': alike, 'a=y': alike }, { before: 0.2 }));
    expect(loss).toMatchObject({ excess: expect.closeTo(200, 9), segments: [], columns: [] });
  });

  it('counts labelled rows alone, and holds a new segment against the whole', () => {
    const segments = {
      'a=x': { rows: 400, errors: 80, before: 0.2 },
      'a=new': { rows: 100, errors: 60, before: null },
    };
    const loss = lossShares(measured(segments, { before: 0.2, coverage: 0.5 }));
    expect(loss?.segments).toMatchObject([
      { segment: 'a=new', rows: 100, reference: null, share: expect.closeTo(1, 9) },
    ]);
  });

  it('puts the pair first that the loss lies in, before the column that it is part of', () => {
    const loss = lossShares(
      measured(
        {
          'a=x': { rows: 1000, errors: 350, before: 0.2 },
          'a=y': { rows: 1000, errors: 200, before: 0.2 },
          'a=x & b=u': { rows: 250, errors: 200, before: 0.2 },
        },
        { before: 0.2 },
      ),
    );
    expect(loss?.segments.map(({ segment }) => segment)).toEqual(['a=x & b=u', 'a=x']);
  });

  it('has nothing to say where nothing is labelled, nothing is known before, or nothing is lost', () => {
    const part = { rows: 100, errors: 20, before: 0.2 };
    expect(lossShares([])).toBeNull();
    expect(lossShares(measured({ 'a=x': part }, { before: 0.2 }))).toBeNull();
    const unknown = measured({ 'a=x': { ...part, errors: 50 } }, { before: 0.2 });
    expect(lossShares(unknown.map((one) => ({ ...one, reference: null })))).toBeNull();
    expect(lossShares(unknown.map(({ coverage: _, ...one }) => one))).toBeNull();
  });
});

describe('columnOfSegment', () => {
  it('is the column of a value or a bin, and none of a pair', () => {
    expect(columnOfSegment('country=DE')).toBe('country');
    expect(columnOfSegment('age=(30, 45]')).toBe('age');
    expect(columnOfSegment('product=bed & breakfast')).toBe('product');
    expect(columnOfSegment('country=DE & device=tv')).toBeNull();
  });
});
