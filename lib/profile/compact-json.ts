/** Shorter arrays are left as they are. */
const LEAST_LENGTH = 16;

/**
 * JSON in which long arrays of counts have their runs of zeros folded: `{"counts": [3, -12, 5]}` is 3, twelve zeros, 5.
 *
 * Most bins of a small shard are empty; folded, its profile is a tenth of the size.
 */
export function compactJson(value: unknown): string {
  return JSON.stringify(value, function replace(this: unknown, _, part: unknown) {
    return isCounts(part) && !(this instanceof Folded) ? new Folded(fold(part)) : part;
  });
}

class Folded {
  constructor(readonly counts: readonly number[]) {}
}

/** The value that `compactJson` wrote. */
export function parseCompactJson(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => (isFolded(part) ? unfold(part.counts) : part));
}

function isCounts(part: unknown): part is readonly number[] {
  return (
    Array.isArray(part) &&
    part.length >= LEAST_LENGTH &&
    part.every((count) => Number.isInteger(count) && count >= 0)
  );
}

function isFolded(part: unknown): part is { counts: readonly number[] } {
  return (
    typeof part === 'object' &&
    part !== null &&
    Object.keys(part).length === 1 &&
    'counts' in part &&
    Array.isArray(part.counts)
  );
}

function fold(counts: readonly number[]): number[] {
  const folded: number[] = [];
  for (const count of counts) {
    const last = folded.at(-1);
    if (count > 0) folded.push(count);
    else if (last !== undefined && last < 0) folded[folded.length - 1] = last - 1;
    else folded.push(-1);
  }
  return folded;
}

function unfold(folded: readonly number[]): number[] {
  return folded.flatMap((count) => (count < 0 ? new Array<number>(-count).fill(0) : [count]));
}
