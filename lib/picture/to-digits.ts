const DIGITS = 4;

/** Rounded to four digits of itself, or of `scale` where what it is drawn beside is larger. */
export function toDigits(value: number, scale = value): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const size = Math.max(Math.abs(value) * 1e-3, Math.abs(scale));
  const places = Math.max(0, Math.min(100, DIGITS - 1 - Math.floor(Math.log10(size))));
  return Number(value.toFixed(places));
}
