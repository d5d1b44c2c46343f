import { terminalText } from '../../lib/printable.ts';

/** Prints for people: of names from a log nothing steers the terminal. */
export function print(text: string): void {
  console.log(terminalText(text));
}
