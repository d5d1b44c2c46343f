/** Shorter arrays are left as they are. */
const LEAST_LENGTH = 16;

/**
 * JSON in which long arrays of counts have their runs of zeros folded: `{"counts": [3, -12, 5]}` is 3, twelve zeros, 5.
 *
 * Most bins of a small shard are empty; folded, its profile is a tenth of the size.
 */
export function compactJson(value: unknown): string {
  return JSON.stringify(replaceArrays(value));
}

/** The value that `compactJson` wrote. */
export function parseCompactJson(text: string): unknown {
  return restoreArrays(JSON.parse(text));
}

// A replacer or reviver would be called for every number of every array.
function replaceArrays(part: unknown): unknown {
  if (isCounts(part)) return { counts: fold(part) };
  return mapParts(part, replaceArrays);
}

function restoreArrays(part: unknown): unknown {
  if (isFolded(part)) return unfold(part.counts);
  return mapParts(part, restoreArrays);
}

function mapParts(part: unknown, map: (inner: unknown) => unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.some(isObject) ? part.map(map) : part;
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, map(inner)]));
}

function isObject(part: unknown): part is object {
  return typeof part === 'object' && part !== null;
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
