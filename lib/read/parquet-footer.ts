import { open } from 'node:fs/promises';
import type { ByteRange, Ports } from '../pipeline/ports.ts';
import { sql } from '../sql/sql.ts';
import { blameData, Unreadable } from './unreadable.ts';

const MAGIC = Buffer.from('PAR1');
/** Length of the footer and the closing magic. */
const TAIL_BYTES = 8;
const GUESS_BYTES = 256 * 1024;
/** Of a hundred thousand row groups of a hundred columns. */
const FOOTER_BYTES = 256 * 1024 * 1024;
const NO_PARQUET = 'not a readable Parquet file';

export interface RowGroup {
  /** Offset of its first byte. */
  readonly start: number;
  /** All bytes of the file that belong to it. */
  readonly extents: readonly ByteRange[];
  /** Number of its first row, from 0. */
  readonly first: number;
  readonly rows: number;
}

/** Writes at `path` a file of `size` bytes that are all holes, but for the magic and the footer. @throws Unreadable */
export async function readFooter(
  size: number,
  path: string,
  read: (range: ByteRange) => Promise<Buffer>,
): Promise<void> {
  if (size < MAGIC.length + TAIL_BYTES) throw new Unreadable(NO_PARQUET, 'too small');
  let from = Math.max(0, size - GUESS_BYTES);
  let end = await read({ from, to: size });
  if (!end.subarray(-MAGIC.length).equals(MAGIC))
    throw new Unreadable(NO_PARQUET, 'no magic bytes at its end');
  const length = end.readUInt32LE(end.length - TAIL_BYTES) + TAIL_BYTES;
  if (length + MAGIC.length > size || length > FOOTER_BYTES)
    throw new Unreadable(NO_PARQUET, `a footer of ${length} bytes in a file of ${size}`);
  if (length > end.length) {
    from = size - length;
    end = await read({ from, to: size });
  }
  const file = await open(path, 'w');
  try {
    await file.truncate(size);
    await file.write(MAGIC, 0, MAGIC.length, 0);
    await file.write(end, end.length - length, length, size - length);
  } finally {
    await file.close();
  }
}

/** The row groups of a Parquet file, in their order, by its footer. @throws Unreadable where they can't lie where it says. */
export async function rowGroups(
  ports: Pick<Ports, 'openEngine'>,
  path: string,
  size: number,
): Promise<RowGroup[]> {
  const engine = await ports.openEngine();
  try {
    // Pages come first of a column, and a Bloom filter anywhere.
    const found = await engine.rows(sql`WITH chunks AS (
        SELECT row_group_id AS id, row_group_num_rows AS num_rows, total_compressed_size AS bytes,
          bloom_filter_offset AS filter, coalesce(bloom_filter_length, 0) AS filter_bytes,
          least(data_page_offset, CASE WHEN dictionary_page_offset > 0 THEN dictionary_page_offset END,
            CASE WHEN index_page_offset > 0 THEN index_page_offset END) AS start
        FROM parquet_metadata(${path}))
      SELECT id, any_value(num_rows)::DOUBLE AS num_rows, min(start)::DOUBLE AS start, max(start + bytes)::DOUBLE AS stop,
        count(bytes < 0 OR NULL)::DOUBLE AS negative,
        coalesce(list([filter, filter + filter_bytes]::DOUBLE[]) FILTER (filter > 0), []) AS filters
      FROM chunks GROUP BY id ORDER BY id`);
    const [file] = await engine.rows(
      sql`SELECT num_rows::DOUBLE AS num_rows FROM parquet_file_metadata(${path})`,
    );
    let first = 0;
    const groups = found.map((row): RowGroup => {
      const [start, stop, rows] = [Number(row.start), Number(row.stop), Number(row.num_rows)];
      const filters = row.filters as readonly (readonly [number, number])[];
      const extents = [[start, stop] as const, ...filters].map(([from, to]) => ({ from, to }));
      const wrong = extents.some(({ from, to }) => !(from >= 4 && from <= to && to <= size));
      if (wrong || Number(row.negative) > 0 || !(rows >= 0))
        throw new Unreadable(NO_PARQUET, 'its footer tells of bytes that it does not have');
      first += rows;
      return { start, extents, first: first - rows, rows };
    });
    if (Number(file?.num_rows) !== first)
      throw new Unreadable(NO_PARQUET, 'its footer counts rows in two ways');
    return groups.filter(({ rows }) => rows > 0);
  } catch (error) {
    throw blameData(error, NO_PARQUET);
  } finally {
    engine.close();
  }
}
