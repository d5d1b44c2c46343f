import { isDeepStrictEqual } from 'node:util';

/** Whether two values give the same JSON, whatever the order of its fields: a table may not keep it. */
export function sameContent(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(throughJson(a), throughJson(b));
}

function throughJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
