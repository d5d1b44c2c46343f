import { BadEventError } from '../errors.ts';

/** Any text as JSON on one line; text that is none as a JSON string. */
export function asJson(text: string): string {
  try {
    JSON.parse(text);
    // A JSON string holds no line end: what is one stands between values.
    return text.replaceAll(/[\r\n]+/g, ' ').trim();
  } catch {
    return JSON.stringify(text);
  }
}

/** @throws BadEventError where `what` is not valid JSON */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadEventError(`${what} is not valid JSON`);
  }
}

/** A number where JSON holds it exactly, else its text. */
export function inJson(value: number | bigint | string): number | string {
  const number = Number(value);
  const isExact = typeof value === 'number' ? Number.isFinite(value) : Number.isSafeInteger(number);
  return isExact ? number : String(value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
