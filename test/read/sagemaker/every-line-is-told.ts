import fc from 'fast-check';
import { expect } from 'vitest';
import type { Monitor } from '../../../lib/monitor/schema.ts';
import { anyLine, edit, edits, linesWithSomething } from '../odd-text.ts';
import { type Read, readPredictions } from './read-captures.ts';

/** Every line is measured, as a row or several, or rejected with a reason: `lines` of them have one or the other. */
export async function everyLineIsTold(
  monitor: Monitor,
  bytes: Uint8Array,
  careful: boolean,
): Promise<Read> {
  const read = await readPredictions(monitor, [['a/b/2026/03/02/10/f.jsonl', bytes]], careful);
  const { rows, rejects } = read;
  const told = rows.length + rejects.length;
  const what = Buffer.from(bytes).toString().slice(0, 3000);
  // What is no text is rejected as a whole.
  const isRefused = rows.length === 0 && rejects.some(({ line }) => line === null);
  expect(told, what).toBeGreaterThanOrEqual(isRefused ? 1 : linesWithSomething(bytes));
  expect(
    rejects.map(({ reason }) => reason),
    what,
  ).not.toContain('');
  return read;
}

/** Whatever lines stand beside a good one, and whatever bytes of them change, `everyLineIsTold`. */
export function oddLinesAreTold(
  { monitor, good }: { readonly monitor: Monitor; readonly good: string },
  record: fc.Arbitrary<string>,
  repeat: { readonly seed: number; readonly numRuns: number },
): Promise<void> {
  const lines = fc.array(fc.oneof(record, anyLine), { minLength: 1, maxLength: 10 });
  return fc.assert(
    fc.asyncProperty(lines, edits, async (some, changes) => {
      const odd = edit(Buffer.from(some.join('\n')), changes);
      await everyLineIsTold(monitor, Buffer.concat([Buffer.from(`${good}\n`), odd]), true);
    }),
    repeat,
  );
}
