const LEVELS = '▁▂▃▄▅▆▇█';
const NONE = '·';

/** Values as bars of eight heights, between the least and the largest of them and of `limits`; a dot where there is none. */
export function sparkline(
  values: readonly (number | null)[],
  limits: readonly number[] = [],
): string[] {
  const known = [...values.filter((value) => value !== null), ...limits];
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const span = most - least;
  return values.map((value) => {
    if (value === null) return NONE;
    const height = span > 0 ? (value - least) / span : 0.5;
    return LEVELS[Math.min(LEVELS.length - 1, Math.floor(height * LEVELS.length))] ?? NONE;
  });
}
