import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { HEAD_BYTES, layoutOf } from './json-layout.ts';
import type { PartSource } from './part.ts';
import { LINE_BYTES } from './scan.ts';
import { Unreadable } from './unreadable.ts';

const LINE_FEED = 0x0a;
/** What is fetched beyond the part at once, to find the end of its last line. */
const STEP_BYTES = 1024 * 1024;
/** A longer line is no record: it is cut where it would be refused. */
const BEYOND_BYTES = LINE_BYTES + STEP_BYTES;
/** JSON without line ends that is larger is not read: all of it would go to one worker. */
const WHOLE_BYTES = 1024 ** 3;

/** Writes the lines that begin in a part of a JSON file: those whose first byte is in it. @throws Unreadable */
export async function writeLines({ object, part, path, bytes }: PartSource): Promise<void> {
  const head = await bytes({ from: 0, to: HEAD_BYTES }, (head) => readFile(head));
  if (layoutOf(head.subarray(0, HEAD_BYTES)) === 'objects') {
    if (object.size > WHOLE_BYTES)
      throw new Unreadable('JSON objects without line ends, of more than 1 GB');
    const all = { from: 0, to: object.size };
    if (part.from > 0) await writeFile(path, '');
    else await bytes(all, (whole) => append(whole, path, 0, object.size));
    return;
  }
  const to = Math.min(part.to, object.size);
  // The line feed before a line tells that it begins.
  const before = Math.max(0, part.from - 1);
  await writeFile(path, '');
  const ended = await bytes({ from: before, to }, async (here) => {
    const start = part.from === 0 ? 0 : before + (await afterLineFeed(here));
    if (start >= to) return true;
    await append(here, path, start - before, to - before);
    return (await lastByte(here)) === LINE_FEED;
  });
  if (!ended) await extend(to);

  async function extend(from: number): Promise<void> {
    for (let at = from; at < Math.min(object.size, from + BEYOND_BYTES); at += STEP_BYTES) {
      const range = { from: at, to: Math.min(at + STEP_BYTES, object.size) };
      const found = await bytes(range, async (here) => {
        const end = await afterLineFeed(here);
        await append(here, path, 0, Math.min(end, STEP_BYTES));
        return end <= STEP_BYTES;
      });
      if (found) return;
    }
  }
}

/** Where the first line ends in a file, or infinity. */
async function afterLineFeed(path: string): Promise<number> {
  let passed = 0;
  for await (const piece of createReadStream(path)) {
    const at = (piece as Buffer).indexOf(LINE_FEED);
    if (at >= 0) return passed + at + 1;
    passed += (piece as Buffer).length;
  }
  return Number.POSITIVE_INFINITY;
}

async function lastByte(path: string): Promise<number | undefined> {
  const { size } = await stat(path);
  const last = createReadStream(path, { start: Math.max(0, size - 1) });
  for await (const piece of last) return (piece as Buffer)[0];
  return undefined;
}

async function append(from: string, to: string, start: number, end: number): Promise<void> {
  if (end <= start) return;
  await pipeline(
    createReadStream(from, { start, end: end - 1 }),
    createWriteStream(to, { flags: 'a' }),
  );
}
