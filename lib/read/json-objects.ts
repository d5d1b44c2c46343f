import { Transform } from 'node:stream';
import { LINE_BYTES } from './scan.ts';

const [QUOTE, BACKSLASH, OPEN, CLOSE, COLON, COMMA] = [0x22, 0x5c, 0x7b, 0x7d, 0x3a, 0x2c];
const [LIST, LIST_END, LINE_FEED, RETURN, SPACE, TAB] = [0x5b, 0x5d, 0x0a, 0x0d, 0x20, 0x09];
const END = Buffer.from('\n');
const RESUMED = Buffer.from('\n{"');
/** More than a line may have, so that what is cut off here is no record to the reader either. */
const KEPT_BYTES = LINE_BYTES + 1024;

/** Bytes of a string that neither end it nor make it doubtful. */
const SILENT = Array.from(
  { length: 256 },
  (_, byte) => ![QUOTE, BACKSLASH, OPEN, CLOSE, LINE_FEED, RETURN].includes(byte),
);

/** How far `} { "` has come within a string: were it one, a comma, a colon or a bracket would have to follow. */
type Doubt = 0 | 1 | 2 | 3;

/**
 * Cuts concatenated JSON objects, or a list of them, into lines of one object each, whatever lies between them.
 *
 * Braces are counted outside strings alone. An object that breaks off ends where the next one must begin: at a brace
 * that nothing calls for, or at one that a string could not hold. What is no object is a line of its own. Valid objects
 * are never cut, except that of one larger than a line may be the beginning is kept. Memory is that of a piece.
 */
export class ObjectScanner {
  /** Objects that began. */
  objects = 0;
  /** Those that ended as they should. */
  whole = 0;
  /** How the first of them ended; null as long as it hasn't. */
  first: 'whole' | 'broken' | null = null;
  /** Whether anything else came before the first. */
  preceded = false;

  private depth = 0;
  private other = false;
  private inString = false;
  private escaped = false;
  private doubt: Doubt = 0;
  private previous = 0;
  private broken = false;
  private written = 0;

  /** The lines, or parts of them, that a piece gives. Changes the piece. */
  push(piece: Buffer): Buffer {
    const lines: Buffer[] = [];
    let start = 0;
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i] as number;
      if (this.depth === 0) {
        if (byte === OPEN) {
          if (this.other) this.keep(lines, piece.subarray(start, i), END);
          this.begin();
          start = i;
        } else if (this.other) {
          if (byte === LINE_FEED) {
            this.keep(lines, piece.subarray(start, i), END);
            this.other = false;
          } else if (byte === RETURN) piece[i] = SPACE;
        } else if (!isBetween(byte)) {
          this.other = true;
          this.preceded ||= this.objects === 0;
          start = i;
        }
        continue;
      }
      if (this.inString) {
        this.stringByte(piece, i, byte);
        // Most bytes of a string say nothing.
        if (this.inString && this.doubt === 0 && !this.escaped)
          while (i + 1 < piece.length && SILENT[piece[i + 1] as number]) i++;
        continue;
      }
      if (this.doubt === 3) {
        this.doubt = 0;
        if (!isAfterString(byte)) {
          this.keep(lines, piece.subarray(start, i), RESUMED);
          this.end(true);
          this.begin();
          this.inString = true;
          start = i;
          this.stringByte(piece, i, byte);
          continue;
        }
      }
      if (byte === QUOTE) {
        this.inString = true;
        this.doubt = 0;
      } else if (byte === OPEN) {
        if (this.previous === COLON || this.previous === COMMA || this.previous === LIST) {
          this.depth += 1;
        } else {
          this.keep(lines, piece.subarray(start, i), END);
          this.end(true);
          this.begin();
          start = i;
        }
        this.previous = OPEN;
      } else if (byte === CLOSE) {
        this.depth -= 1;
        this.previous = CLOSE;
        if (this.depth === 0) {
          this.keep(lines, piece.subarray(start, i + 1), END);
          this.end(this.broken);
        }
      } else if (byte === LINE_FEED || byte === RETURN) piece[i] = SPACE;
      else if (byte !== SPACE && byte !== TAB) this.previous = byte;
    }
    if (this.depth > 0 || this.other) this.keep(lines, piece.subarray(start));
    return Buffer.concat(lines);
  }

  /** What is left at the end. */
  finish(): Buffer {
    const open = this.depth > 0 || this.other;
    if (this.depth > 0) this.end(true);
    return open ? END : Buffer.alloc(0);
  }

  private stringByte(piece: Buffer, i: number, byte: number): void {
    if (byte === LINE_FEED || byte === RETURN) {
      // No string has a line end: a tab, which it may not have either, leaves it what it is.
      piece[i] = TAB;
      this.broken = true;
      this.escaped = false;
      if (byte === LINE_FEED) this.endString();
    } else if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) {
      this.escaped = true;
      this.doubt = 0;
    } else if (byte === QUOTE) {
      const doubt = this.doubt === 2 ? 3 : 0;
      this.endString();
      this.doubt = doubt;
    } else if (byte === CLOSE) this.doubt = 1;
    else if (byte === OPEN) this.doubt = this.doubt === 1 ? 2 : 0;
    else if (byte !== SPACE && byte !== TAB) this.doubt = 0;
  }

  private endString(): void {
    this.inString = false;
    this.doubt = 0;
    this.previous = QUOTE;
  }

  private begin(): void {
    this.objects += 1;
    this.depth = 1;
    this.other = false;
    this.inString = false;
    this.escaped = false;
    this.doubt = 0;
    this.previous = OPEN;
    this.broken = false;
  }

  private end(broken: boolean): void {
    this.depth = 0;
    if (!broken) this.whole += 1;
    this.first ??= broken ? 'broken' : 'whole';
  }

  private keep(lines: Buffer[], bytes: Buffer, end?: Buffer): void {
    const room = KEPT_BYTES - this.written;
    if (room > 0) lines.push(bytes.subarray(0, room));
    this.written += bytes.length;
    if (!end) return;
    lines.push(end);
    this.written = 0;
  }
}

function isBetween(byte: number): boolean {
  return byte <= SPACE || byte === COMMA || byte === LIST || byte === LIST_END;
}

function isAfterString(byte: number): boolean {
  return byte <= SPACE || byte === COMMA || byte === COLON || byte === CLOSE || byte === LIST_END;
}

/** Concatenated objects in, lines out. */
export function asLines(): Transform {
  const scanner = new ObjectScanner();
  let begun = false;
  return new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      const bytes = Buffer.from(begun ? piece : withoutMark(piece));
      begun = true;
      done(null, scanner.push(bytes));
    },
    flush: (done) => done(null, scanner.finish()),
  });
}

/** The first bytes of a text without its byte-order mark. */
export function withoutMark(bytes: Buffer): Buffer {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return hasMark ? bytes.subarray(3) : bytes;
}
