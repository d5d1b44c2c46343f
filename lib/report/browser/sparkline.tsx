import { linePath } from './line-path.ts';

const [WIDTH, HEIGHT, MARGIN] = [150, 28, 2];

/** A line without axes; nothing where fewer than two values are known. */
export function Sparkline({ values }: { readonly values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i: number) => MARGIN + ((WIDTH - 2 * MARGIN) * i) / (values.length - 1);
  const y = (value: number) =>
    HEIGHT - 3 - (HEIGHT - 6) * (high > low ? (value - low) / (high - low) : 0.5);
  const points = values.map((value, i) => (value === null ? null : ([x(i), y(value)] as const)));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path d={linePath(points)} class="line" />
    </svg>
  );
}
