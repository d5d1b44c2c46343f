import type { Family } from '../metrics/family.ts';
import { printable } from '../printable.ts';
import type { ChatText, Message } from './message.ts';
import { shorten, wrapLine } from './wrap-line.ts';

const SUBJECT_CHARACTERS = 200;

/** A message of paragraphs, in lines as they are to be. What people read has no control character of a name in it. */
export function compose(
  attributes: Message['attributes'],
  subject: string,
  paragraphs: readonly (readonly string[])[],
  json: object,
  chat: Partial<ChatText> = {},
): Message {
  const { monitor, severity } = attributes;
  const title = shorten(printable(subject), SUBJECT_CHARACTERS);
  const filled = paragraphs.filter((lines) => lines.length > 0);
  const text = filled.map((lines) => lines.map(printable).join('\n'));
  return {
    subject: title,
    text: `${[wrapLine(title).join('\n'), ...text].join('\n\n')}\n`,
    chat: { lines: filled.flat(), steps: [], resources: [], context: {}, ...chat },
    json: { schema: 1, monitor, severity, ...json },
    attributes: { ...attributes, kind: [...attributes.kind].sort() as Family[] },
  };
}

/** Each on lines of its own, as wide as people read. */
export function wrapped(lines: readonly string[]): string[] {
  return lines.flatMap(wrapLine);
}

/** Items of a list, wrapped, as many as so many lines have room for, and how many more there are. */
export function listed(items: readonly string[], room: number): string[] {
  const lines: string[] = [];
  for (const [i, item] of items.entries()) {
    const own = wrapLine(item);
    const isLast = i === items.length - 1;
    if (lines.length + own.length > room - (isLast ? 0 : 1))
      return [...lines, `- and ${items.length - i} more`];
    lines.push(...own);
  }
  return lines;
}
