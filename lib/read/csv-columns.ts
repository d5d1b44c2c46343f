import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../pipeline/ports.ts';
import { sql } from '../sql/sql.ts';
import { caseTwins } from './case-twins.ts';
import { firstRecord } from './integrity.ts';
import type { FileGroup, RawColumn } from './scan.ts';
import { blameData, Unreadable } from './unreadable.ts';

/** The engine holds 2048 values of each column of a scan at once. */
const NAMES_AT_ONCE = 1000;
const REFUSAL = 'not a CSV file: its first line is no header';

/** The columns that a CSV file's header names, each as text. @throws Unreadable */
export async function csvColumns(
  engine: Engine,
  { paths, compression, delimiter }: Omit<FileGroup, 'columns'>,
  scratch: string,
): Promise<RawColumn[]> {
  const header = await firstRecord(paths[0] ?? '', compression);
  if (header.trim() === '') throw new Unreadable(REFUSAL);
  const fields = fieldsOf(header, delimiter);
  const names: string[] = [];
  for (let i = 0; i < fields.length; i += NAMES_AT_ONCE) {
    const part = fields.slice(i, i + NAMES_AT_ONCE).join(delimiter);
    names.push(...(await namesIn(engine, part, delimiter, scratch)));
  }
  const twins = caseTwins(fields.map(unquoted));
  return distinct(names).map((name, i) => ({
    ...{ name, type: 'VARCHAR' },
    ...(twins[i] !== undefined && { twinOf: twins[i] }),
  }));
}

/** Names as they mean to the parser of the rows, which reads them as a file of the header alone. */
async function namesIn(engine: Engine, header: string, delimiter: string, scratch: string) {
  const path = join(scratch, `${randomUUID()}.csv`);
  await writeFile(path, `${header}\n`);
  try {
    const names =
      await engine.rows(sql`SELECT column_name FROM (DESCRIBE SELECT * FROM read_csv(${path}, header = true,
        all_varchar = true, delim = ${delimiter}, quote = '"', escape = '"'))`);
    return names.map((row) => String(row.column_name));
  } catch (error) {
    throw blameData(error, REFUSAL);
  } finally {
    await rm(path, { force: true });
  }
}

function unquoted(field: string): string {
  const text = field.trim();
  return /^".*"$/s.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** A header's fields, with their quotes. */
function fieldsOf(header: string, delimiter: string): string[] {
  const fields: string[] = [];
  let [start, quoted] = [0, false];
  for (let i = 0; i < header.length; i++) {
    if (header[i] === '"') quoted = !quoted;
    else if (!quoted && header[i] === delimiter) {
      fields.push(header.slice(start, i));
      start = i + 1;
    }
  }
  return [...fields, header.slice(start)];
}

/** The engine has told names of one part apart, which may come again in another. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 1; taken.has(free.toLowerCase()); n++) free = `${name}_${n}`;
    taken.add(free.toLowerCase());
    return free;
  });
}
