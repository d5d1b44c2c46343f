import type { Compression } from './format.ts';
import { head, refuseBinary } from './integrity.ts';
import { ObjectScanner, withoutMark } from './json-objects.ts';

/** Two records of what delivers objects without line ends: Firehose's have 1,024,000 bytes at most. */
export const HEAD_BYTES = 2 * 1024 * 1024;

/** `lines`: one object each, as far as the first tells; `objects`: several a line, of several lines, or a list. */
export type JsonLayout = 'lines' | 'objects';

/** How the records of a JSON file lie. @throws Unreadable for what is no text */
export async function jsonLayout(path: string, compression: Compression): Promise<JsonLayout> {
  let begun = false;
  const first = await head(path, compression, HEAD_BYTES, (piece) => {
    const from = begun ? 0 : piece.findIndex((byte) => byte > 0x20);
    begun ||= from >= 0;
    return begun && piece.indexOf(0x0a, from) >= 0;
  });
  refuseBinary(first);
  return layoutOfLine(first) ?? layoutOfHead(await head(path, compression, HEAD_BYTES));
}

/** The same of the first bytes of an object, as long as they are `HEAD_BYTES` or all. */
export function layoutOf(bytes: Buffer): JsonLayout {
  return layoutOfLine(bytes) ?? layoutOfHead(bytes);
}

/** Null where the first line does not tell: no object ends in it. */
function layoutOfLine(bytes: Buffer): JsonLayout | null {
  const text = withoutMark(bytes);
  const start = text.findIndex((byte) => byte > 0x20);
  if (start < 0) return 'lines';
  const end = text.indexOf(0x0a, start);
  const scanner = scan(text.subarray(start, end < 0 ? text.length : end));
  if (scanner.first === null) return scanner.preceded ? 'lines' : null;
  const isList = text[start] === 0x5b && scanner.first === 'whole';
  return (scanner.objects > 1 && scanner.whole > 0) || isList ? 'objects' : 'lines';
}

function layoutOfHead(bytes: Buffer): JsonLayout {
  const scanner = scan(withoutMark(bytes));
  return scanner.first === 'whole' && !scanner.preceded ? 'objects' : 'lines';
}

/** A copy is scanned: the scanner changes what it reads. */
function scan(bytes: Buffer): ObjectScanner {
  const scanner = new ObjectScanner();
  scanner.push(Buffer.from(bytes));
  return scanner;
}
