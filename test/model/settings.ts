import type fc from 'fast-check';

/** `npm run test:faults` draws as many as there is time for; another SEED draws others. */
const ALL = process.env.FAULTS === 'all';
const SECONDS = Number(process.env.SECONDS ?? 45);

const seed = Number(process.env.SEED ?? 4);

export const settings = {
  commands: ALL ? 25 : 12,
  timeout: ALL ? 10 * SECONDS * 1000 : 60_000,
  run: { seed, numRuns: ALL ? 5000 : 6 } satisfies fc.Parameters,
};

const end = Date.now() + SECONDS * 1000;
let stories = 0;

/** Calls that come when the time is up have nothing to do; a limit of fast-check's would leave the last one at work. */
export function inTime<T>(story: (drawn: T) => Promise<void>): (drawn: T) => Promise<void> {
  return async (drawn) => {
    if (ALL && Date.now() > end) return;
    stories += 1;
    await story(drawn);
  };
}

export const told = () => console.log(`${stories} histories`);
