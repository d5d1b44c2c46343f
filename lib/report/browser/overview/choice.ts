import type { OverviewIndex } from '../../summary/overview-index.ts';
import { type Slice, sliceName, sliceOf } from '../../summary/slice-name.ts';

export const RANGES = {
  '30': 'last 30 days',
  '90': 'last 90 days',
  '365': 'last year',
  all: 'all',
} as const;

export type Range = keyof typeof RANGES;

/** What of a monitor is shown. */
export interface Choice extends Slice {
  readonly range: Range;
}

const USUAL: Range = '90';

/** What the query of an address asks for, as far as the monitor has it. */
export function choiceOf(query: string, { slices }: OverviewIndex): Choice {
  const wanted = new URLSearchParams(query);
  const known = (field: keyof Slice) => {
    const value = wanted.get(field);
    return value !== null && namesOf(slices, field).includes(value) ? value : null;
  };
  const days = wanted.get('days') ?? '';
  const range = Object.hasOwn(RANGES, days) ? (days as Range) : USUAL;
  return together(
    slices,
    { segment: known('segment'), variant: known('variant'), range },
    'segment',
  );
}

/** The choice in an address, so that it can be sent to a colleague; empty where it is the usual one. */
export function queryOf({ segment, variant, range }: Choice): string {
  const query = new URLSearchParams({
    ...(segment !== null && { segment }),
    ...(variant !== null && { variant }),
    ...(range !== USUAL && { days: range }),
  });
  return query.size > 0 ? `?${query}` : '';
}

/** Segments, or variants, that any window has had. */
export function namesOf(slices: readonly string[], field: keyof Slice): string[] {
  const names = slices.flatMap((name) => sliceOf(name)[field] ?? []);
  return [...new Set(names)].sort();
}

/** Where the two were not measured together, the one that was `chosen` last counts. */
export function together(slices: readonly string[], choice: Choice, chosen: keyof Slice): Choice {
  const name = sliceName(choice);
  if (name === null || slices.includes(name)) return choice;
  return { ...choice, [chosen === 'segment' ? 'variant' : 'segment']: null };
}
