/** Control characters, line separators, and marks that turn the direction of writing around. */
const STEERING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text from a log as one line of a terminal, a message or a table: what would steer the terminal, break the line or turn it
 * around is written out, as in `\n` and `\u{1b}`.
 */
export function printable(text: string): string {
  return text.replaceAll(
    STEERING,
    (character) => NAMED[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** A text of several lines for a terminal: it keeps its lines and, where it was given any, its colours, and nothing else that steers one. */
export function terminalText(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .split(COLOUR)
        .map((part, i) => (i % 2 === 1 ? part : printable(part)))
        .join(''),
    )
    .join('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: how a terminal is told colours
const COLOUR = /(\u001b\[\d{1,2}m)/;
