/** DynamoDB holds no number nearer to 0; a p-value may be. */
const LEAST = 1e-130;

/** The same content with what DynamoDB can't hold made so: numbers too small for it become 0. */
export function storable(value: unknown): unknown {
  if (typeof value === 'number') return Math.abs(value) < LEAST ? 0 : value;
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, storable(inner)]));
}
