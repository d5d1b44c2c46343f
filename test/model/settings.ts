import type fc from 'fast-check';

/** `npm run test:faults` draws anew, and as many as there is time for. */
const ALL = process.env.FAULTS === 'all';
const SECONDS = Number(process.env.SECONDS ?? 60);

const seed = Number(process.env.SEED ?? (ALL ? Date.now() % 2 ** 31 : 4));
if (ALL) console.log(`SEED=${seed}`);

export const settings = {
  commands: ALL ? 25 : 12,
  timeout: ALL ? 10 * SECONDS * 1000 : 60_000,
  run: {
    seed,
    ...(ALL ? { numRuns: 100_000, interruptAfterTimeLimit: SECONDS * 1000 } : { numRuns: 6 }),
  } satisfies fc.Parameters,
};
