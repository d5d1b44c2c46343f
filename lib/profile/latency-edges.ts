/** Ratio of neighbouring edges: a value read off its bin's middle is at most 1 % off. */
const RATIO = 1.02;
const FIRST_MILLISECONDS = 0.01;
const LAST_MILLISECONDS = 10_000_000;

/** Edges for durations in milliseconds, 0.01 ms to nearly three hours, the same for every monitor. */
export const LATENCY_EDGES: readonly number[] = Array.from(
  { length: Math.ceil(Math.log(LAST_MILLISECONDS / FIRST_MILLISECONDS) / Math.log(RATIO)) + 1 },
  (_, i) => FIRST_MILLISECONDS * RATIO ** i,
);
