import type { Profile } from '../profile/profile.ts';
import { partStart } from '../profile/time-parts.ts';
import { total } from '../stats/sums.ts';
import type { Curves } from './picture.ts';

const PARTS = 56;

/** Predictions over time, in at most 56 equal parts; null where no row has a time. */
export function arrivalsOf({ predictions }: Profile): Curves['arrivals'] | null {
  const { arrivals } = predictions;
  if (!arrivals || arrivals.rows.length === 0) return null;
  const { partMinutes, first, rows } = arrivals;
  const each = Math.ceil(rows.length / PARTS);
  const sums = Array.from({ length: Math.ceil(rows.length / each) }, (_, i) =>
    total(rows.slice(i * each, (i + 1) * each)),
  );
  return {
    from: new Date(partStart(partMinutes, first)).toISOString().replace('.000Z', 'Z'),
    minutes: each * partMinutes,
    rows: sums,
  };
}
