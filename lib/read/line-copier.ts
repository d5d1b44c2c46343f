import { Transform } from 'node:stream';
import { LINE_BYTES, LINE_SEPARATOR } from './scan.ts';

const [LINE_FEED, RETURN, TAB] = [0x0a, 0x0d, 0x09];
/** ASCII's own sign for a character that can't stand there: neither white space nor JSON. */
const SUBSTITUTE = 0x1a;
/** Of a line that is too long. */
const KEPT_BYTES = 10_000;

/** A line that is too long, counted from 1, with its beginning. */
export interface LongLine {
  readonly line: number;
  readonly text: string;
}

/**
 * Copies lines so that they end at line feeds alone, and leaves out those that are too long.
 *
 * Carriage returns within a line become tabs: a JSON string may hold neither, and in CSV both are blank.
 */
export class LineCopier {
  readonly long: LongLine[] = [];

  private held = false;
  private line = 1;
  private pieces: Buffer[] = [];
  private length = 0;

  /** Bytes in, bytes out; holds one line in memory. */
  transform(): Transform {
    return new Transform({
      transform: (piece: Buffer, _encoding, done) => done(null, this.push(piece)),
      flush: (done) => {
        if (this.held) this.add(Buffer.of(TAB));
        done(null, this.endLine());
      },
    });
  }

  private push(piece: Buffer): Buffer {
    const bytes = this.withoutReturns(piece);
    const whole: Buffer[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      this.add(bytes.subarray(start, end));
      whole.push(this.endLine(), bytes.subarray(end, end + 1));
      this.line += 1;
      start = end + 1;
    }
    this.add(bytes.subarray(start));
    return Buffer.concat(whole);
  }

  private withoutReturns(piece: Buffer): Buffer {
    const bytes = Buffer.alloc(piece.length + 1);
    let size = 0;
    for (const byte of piece) {
      if (this.held && byte !== LINE_FEED) bytes[size++] = TAB;
      this.held = byte === RETURN;
      if (!this.held) bytes[size++] = byte === LINE_SEPARATOR ? SUBSTITUTE : byte;
    }
    return bytes.subarray(0, size);
  }

  private add(bytes: Buffer): void {
    if (this.length < LINE_BYTES) this.pieces.push(bytes);
    this.length += bytes.length;
  }

  private endLine(): Buffer {
    const isLong = this.length >= LINE_BYTES;
    const line = Buffer.concat(this.pieces, isLong ? KEPT_BYTES : this.length);
    if (isLong) this.long.push({ line: this.line, text: readable(line) });
    this.pieces = [];
    this.length = 0;
    return isLong ? Buffer.alloc(0) : line;
  }
}

/** As text that can be stored: a character that was cut, and the byte 0, are left out. */
function readable(bytes: Buffer): string {
  return bytes
    .toString('utf8')
    .replace(/\uFFFD$/, '')
    .replaceAll('\0', '');
}
