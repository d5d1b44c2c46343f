import { createHash } from 'node:crypto';
import type { Place } from '../../results.ts';

const DIGITS = 6;

/**
 * What a place is called where names are paths: `psi/income/country=DE`, the metric first, so that tools group by it.
 *
 * What `allowed` does not match becomes `_`, and such a name, or one that is too long, ends with a hash, so that different
 * places stay different.
 */
export function plainName(
  { metric, column, segment, variant }: Place,
  { allowed, characters }: { readonly allowed: RegExp; readonly characters: number },
): string {
  const parts = [metric, column, segment, variant === null ? null : `variant=${variant}`];
  return parts
    .filter((part) => part !== null)
    .map((part) => plainPart(part, allowed, Math.floor(characters / parts.length) - 1))
    .join('/');
}

/** One part of it: never empty, no slash, no dots alone. Where `=` is not allowed, `:` stands for it. */
export function plainPart(text: string, allowed: RegExp, characters: number): string {
  const swaps = !allowed.test('=') && allowed.test(':') && !text.includes(':');
  const spelled = swaps ? text.replaceAll('=', ':') : text;
  const plain = Array.from(spelled.replaceAll('/', '_'), (one) => (allowed.test(one) ? one : '_'))
    .join('')
    .replace(/^[.\s]+|[.\s]+$/g, '_');
  if (plain === spelled && plain !== '' && plain.length <= characters) return plain;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
  return `${plain.slice(0, characters - DIGITS - 1)}-${hash}`;
}
