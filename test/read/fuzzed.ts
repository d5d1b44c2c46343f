import fc from 'fast-check';
import { expect } from 'vitest';
import type { DroppedFile, Reader, ReadFile } from './read-files.ts';

/** Shards of ten files that a property is tried with. */
const RUNS = Number(process.env.RUNS ?? (process.env.FAULTS === 'all' ? 8 : 2));
const FILES = 10;
/** Another one tries other files. */
const SEED = Number(process.env.SEED ?? 4);
/** Finding the smallest file that fails ends after this. */
const LIMIT_MILLISECONDS = 50_000;

/** A file, and how many records it has where that can be told. */
export interface Fuzzed {
  readonly file: DroppedFile;
  readonly records?: number;
}

/** Whatever the files, each of their records is measured or rejected with a reason, or the file is as a whole. */
export function holdsFor(reader: () => Reader, one: fc.Arbitrary<Fuzzed>): Promise<void> {
  const shard = fc.array(one, { minLength: 1, maxLength: FILES, size: 'max' });
  return fc.assert(
    fc.asyncProperty(shard, async (fuzzed) => {
      const files = await reader().read(fuzzed.map(({ file }) => file));
      for (const [i, found] of files.entries()) expectAll(found, fuzzed[i] as Fuzzed);
    }),
    { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: LIMIT_MILLISECONDS },
  );
}

export const total = ({ measured, rejected }: ReadFile): number =>
  Object.values(rejected).reduce((sum, count) => sum + count, measured);

function expectAll(found: ReadFile, { file: [name, content], records }: Fuzzed): void {
  const what = `${name} ${JSON.stringify(content.toString().slice(0, 2000))}`;
  if (found.refused) expect(total(found), what).toBe(1);
  else if (records !== undefined) expect(total(found), what).toBe(records);
  expect(Object.keys(found.rejected)).not.toContain('');
  // Where a carriage return within a line ends a record, the records after a quote out of place are numbered by guess.
  if (records === undefined) return;
  const lines = found.lines.map(([line]) => line);
  expect(new Set(lines).size, what).toBe(lines.length);
}
