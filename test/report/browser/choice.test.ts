import { describe, expect, it } from 'vitest';
import { choiceOf, queryOf } from '../../../lib/report/browser/overview/choice.ts';
import type { OverviewIndex } from '../../../lib/report/summary/overview-index.ts';

const SLICES = ['country=DE', 'country=PL', 'variant b', 'country=DE, variant b', 'variant c'];
const index = { slices: SLICES } as unknown as OverviewIndex;
const of = (query: string) => choiceOf(query, index);

describe('what an address asks for', () => {
  it.each([
    ['', { segment: null, variant: null, range: '90' }],
    [
      '?segment=country%3DDE&variant=b&days=365',
      { segment: 'country=DE', variant: 'b', range: '365' },
    ],
    ['?days=all', { segment: null, variant: null, range: 'all' }],
  ])('is %s, and stands there again', (query, choice) => {
    expect(of(query)).toEqual(choice);
    expect(queryOf(of(query))).toBe(query);
  });

  it('is left out where the monitor has no such thing', () => {
    expect(of('?segment=country%3DXX&variant=zz&days=7')).toEqual(of(''));
    expect(of('?days=constructor').range).toBe('90');
  });

  it('is the segment where the two were not measured together', () => {
    expect(of('?segment=country%3DPL&variant=c')).toEqual(of('?segment=country%3DPL'));
  });
});
