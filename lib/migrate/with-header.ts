import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Statistics } from './statistics-file.ts';

/** Whether the data set had no header: then Model Monitor calls its columns _c0, _c1 ... */
export function hadNoHeader({ features }: Statistics): boolean {
  return features.every(({ name }, i) => name === `_c${i}`);
}

/** Copies a data set; one without a header gets the names of the statistics as its first line. */
export async function copyWithHeader(
  statistics: Statistics,
  from: string,
  to: string,
): Promise<void> {
  if (!hadNoHeader(statistics) || !/\.csv$/i.test(from)) return copyFile(from, to);
  await writeFile(to, `${statistics.features.map(({ name }) => name).join(',')}\n`);
  await pipeline(createReadStream(from), createWriteStream(to, { flags: 'a' }));
}
