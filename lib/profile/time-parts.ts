import { IncompatibleProfilesError } from '../errors.ts';
import { raw, type Sql } from '../sql/sql.ts';

/** A run of parts of time. Part k begins k * partMinutes minutes after 1970-01-01T00:00Z. */
export interface TimeParts {
  /** Length of a part, whole minutes. */
  readonly partMinutes: number;
  /** The first part; 0 where there are none. */
  readonly first: number;
}

const MILLISECONDS = 60_000;

/** The part of the canonical column event_time, in SQL; NULL where that is. */
export function partOfTime(partMinutes: number): Sql {
  // `//` would cut towards 1970.
  return raw(`floor(epoch_ms(event_time) / ${partMinutes * MILLISECONDS})::BIGINT`);
}

/** When a part begins, epoch ms. */
export function partStart(partMinutes: number, part: number): number {
  return part * partMinutes * MILLISECONDS;
}

/** Counts by part, from the first that occurs to the last, 0 between them; `first` is 0 where nothing occurs. */
export function denseCounts(counts: ReadonlyMap<number, number>): {
  first: number;
  counts: number[];
} {
  if (counts.size === 0) return { first: 0, counts: [] };
  const parts = [...counts.keys()];
  const first = parts.reduce((least, part) => Math.min(least, part));
  const last = parts.reduce((most, part) => Math.max(most, part));
  return {
    first,
    counts: Array.from({ length: last - first + 1 }, (_, i) => counts.get(first + i) ?? 0),
  };
}

/** Adds counts part by part. @throws IncompatibleProfilesError where parts are not equally long */
export function addByPart<Names extends string>(
  a: TimeParts & Readonly<Record<Names, readonly number[]>>,
  b: TimeParts & Readonly<Record<Names, readonly number[]>>,
  names: readonly Names[],
): TimeParts & Record<Names, number[]> {
  if (a.partMinutes !== b.partMinutes) {
    throw new IncompatibleProfilesError(
      `counts by ${a.partMinutes} and by ${b.partMinutes} minutes do not add up: they come from different baselines`,
    );
  }
  const sides = [a, b].filter((side) => names.some((name) => side[name].length > 0));
  const first = sides.reduce((least, side) => Math.min(least, side.first), sides[0]?.first ?? 0);
  const sums = names.map((name) => {
    const end = Math.max(first, ...sides.map((side) => side.first + side[name].length));
    const sum = new Array<number>(end - first).fill(0);
    for (const side of sides) {
      for (const [i, count] of side[name].entries()) {
        sum[side.first - first + i] = (sum[side.first - first + i] ?? 0) + count;
      }
    }
    return [name, sum] as const;
  });
  return {
    partMinutes: a.partMinutes,
    first,
    ...(Object.fromEntries(sums) as Record<Names, number[]>),
  };
}
