import { createHash } from 'node:crypto';

const CHARACTERS = 1024;

/**
 * A text as CloudWatch takes it for a dimension: printable ASCII, not blank, not beginning with a colon, at most 1024
 * characters. Different texts stay different: what is not allowed is percent-encoded, an excess becomes a hash.
 */
export function dimensionValue(text: string): string {
  if (text.trim() === '') return text === '' ? '(empty)' : '(blank)';
  const encoded = text

    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll(/[^\x20-\x7e]/gu, encodeURIComponent)
    .replace(/^:/, '%3A');
  if (encoded.length <= CHARACTERS) return encoded;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return `${encoded.slice(0, CHARACTERS - hash.length - 3)}...${hash}`;
}
