import { IncompatibleProfilesError } from '../errors.ts';

/** Counts over the same bins, added bin by bin. */
export function addCounts(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length) {
    throw new IncompatibleProfilesError(
      `counts over ${a.length} bins and over ${b.length} bins do not add up: they come from different baselines`,
    );
  }
  return a.map((count, i) => count + (b[i] ?? 0));
}

/** No rows over the bins of these edges; no bins where there are no edges. */
export function noCounts(edges: readonly number[]): number[] {
  return edges.length > 0 ? new Array<number>(edges.length + 1).fill(0) : [];
}

/** Counts as the engine hands them over: NULL where there was no row. */
export function readCounts(values: unknown, length: number): number[] {
  if (values === null || values === undefined) return new Array<number>(length).fill(0);
  return (values as readonly (bigint | number)[]).map(Number);
}
