import { raw, type Sql, sql } from '../lib/sql/sql.ts';

/** The formats that are measured, by the suffix of their files, and how DuckDB writes them. */
export const FORMATS = {
  parquet: raw('FORMAT parquet'),
  jsonl: raw(`FORMAT json, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%gZ'`),
  'jsonl.gz': raw(`FORMAT json, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%gZ', COMPRESSION gzip`),
} as const satisfies Readonly<Record<string, Sql>>;

export type BenchFormat = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as BenchFormat[];

export function writeAs(rows: Sql, path: string, format: BenchFormat): Sql {
  return sql`COPY (${rows}) TO ${path} (${FORMATS[format]})`;
}
