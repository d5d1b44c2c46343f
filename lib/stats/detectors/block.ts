/** Successive rows of which some miss. A block of one row is that row. */
export interface Block {
  readonly rows: number;
  readonly misses: number;
  /** What each of its rows counts for; 1 unless a long past is not to outweigh the present. */
  readonly weight: number;
}

/** A stream of zeros and ones, 1 for a miss, row by row. */
export function rowBlocks(bits: readonly number[]): Block[] {
  return bits.map((bit) => ({ rows: 1, misses: bit, weight: 1 }));
}
