const WIDTH = 100;
const CHARACTERS = 250;

/** A line as lines of at most 100 characters where its words allow it, those after the first indented beneath its text. What is longer than 250 is cut. */
export function wrapLine(line: string): string[] {
  const whole = shorten(line, CHARACTERS);
  const start = whole.search(/\S|$/);
  const hanging = ' '.repeat(start + (/^(?:\d+\.|-) /.exec(whole.slice(start))?.[0].length ?? 0));
  const lines: string[] = [];
  let current = whole.slice(0, start);
  for (const word of whole.slice(start).split(' ')) {
    const isFirst = current.trim() === '';
    const longer = isFirst ? `${current}${word}` : `${current} ${word}`;
    if (longer.length > WIDTH && !isFirst) {
      lines.push(current);
      current = `${hanging}${word}`;
    } else current = longer;
  }
  return [...lines, current];
}

/** At most so many characters, three dots in place of what is cut. */
export function shorten(text: string, characters: number): string {
  const all = [...text];
  return all.length <= characters ? text : `${all.slice(0, characters - 3).join('')}...`;
}
