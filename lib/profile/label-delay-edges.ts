/** Ratio of neighbouring edges: a value read off its bin's middle is at most 1 % off. */
const RATIO = 1.02;
const FIRST_SECONDS = 1;
const LAST_SECONDS = 10 * 365.25 * 86_400;

/** Edges for how long labels take, in seconds, 1 s to ten years, the same for every monitor. */
export const LABEL_DELAY_EDGES: readonly number[] = Array.from(
  { length: Math.ceil(Math.log(LAST_SECONDS / FIRST_SECONDS) / Math.log(RATIO)) + 1 },
  (_, i) => FIRST_SECONDS * RATIO ** i,
);
