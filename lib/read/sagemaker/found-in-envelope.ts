import type { Engine } from '../../pipeline/ports.ts';
import { type Sql, sql } from '../../sql/sql.ts';
import { wantedColumns } from '../canonical.ts';
import { firstRecord } from '../integrity.ts';
import type { LoadOptions } from '../load.ts';
import { type FileGroup, parseLines, scanRecords } from '../scan.ts';
import { blameData, Unreadable } from '../unreadable.ts';
import type { Envelope } from './envelope.ts';
import { RECORDS } from './records.ts';
import { recordColumns } from './unfold.ts';
import { captureNames } from './unfold-capture.ts';

/** What batch transform leaves in place of captures: the places of the objects that it read or wrote. */
const IS_MANIFEST = /^\s*(\[\s*)?\{\s*"prefix"\s*:\s*"s3:/;
const MANIFEST =
  'a manifest of batch transform: name the objects that it lists as the source, with their own format';

type Enveloped = Omit<FileGroup, 'columns'> & { readonly envelope: Envelope };

/** The file with its columns, all text: those that are wanted, or every one that its rows have; and those of its first row. */
export async function envelopedColumns(
  engine: Engine,
  file: Enveloped,
  { everyColumn, shape }: Pick<LoadOptions, 'everyColumn' | 'shape'>,
): Promise<FileGroup> {
  const wanted = wantedColumns(shape).map(({ name }) => name);
  const own: readonly string[] =
    file.envelope.kind === 'capture'
      ? Object.keys(RECORDS[file.envelope.record].own)
      : [file.envelope.id, file.envelope.label];
  const records = recordColumns({ envelope: file.envelope, columns: [] });
  const [first = ''] = (
    await firstRecord(file.paths[0] ?? '', file.compression).catch(() => '')
  ).split('\n', 1);
  if (IS_MANIFEST.test(first)) throw new Unreadable(MANIFEST);
  const found = [
    ...own.filter((name) => wanted.includes(name)),
    ...(await namesIn(
      engine,
      file.envelope,
      parseLines(sql`(SELECT ${first} AS __text)`, records),
    )),
  ];
  const names = everyColumn
    ? [...own, ...(await namesIn(engine, file.envelope, scanRecords({ ...file, columns: [] })))]
    : wanted;
  const columns = [...new Set(names)].map((name) => ({ name, type: 'VARCHAR' }));
  return { ...file, columns, found: [...new Set(found)] };
}

async function namesIn(engine: Engine, envelope: Envelope, records: Sql): Promise<string[]> {
  if (envelope.kind !== 'capture') return [];
  try {
    const rows = await engine.rows(
      sql`SELECT name FROM ${captureNames(records, envelope)} WHERE name <> '' ORDER BY name`,
    );
    return rows.map(({ name }) => String(name));
  } catch (error) {
    throw blameData(error, 'not readable as requests and responses');
  }
}
