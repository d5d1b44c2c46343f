const CHARACTERS = 100;

/** A subject as SNS takes it: one line of at most 100 printable ASCII characters that begins with none of blanks. */
export function subjectLine(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\x20-\x7e]/gu, '?')
    .trim();
  const line = ascii === '' ? 'Driftwatch' : ascii;
  return line.length <= CHARACTERS ? line : `${line.slice(0, CHARACTERS - 3)}...`;
}
