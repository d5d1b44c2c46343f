import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Writes the lines of a file into `parts` files of a folder, as many lines in each, in order. */
export async function splitLines(
  path: string,
  folder: string,
  parts: number,
  lines: number,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const width = Math.ceil(lines / parts);
  let group: string[] = [];
  let part = 0;
  const write = async () => {
    const name = `${String(part).padStart(6, '0')}.jsonl`;
    await writeFile(join(folder, name), `${group.join('\n')}\n`);
    part += 1;
    group = [];
  };
  for await (const line of createInterface({ input: createReadStream(path) })) {
    group.push(line);
    if (group.length === width) await write();
  }
  if (group.length > 0) await write();
}
