import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Where real data and reference values lie. */
export const GOLDEN = path.resolve(
  fileURLToPath(new URL('../../..', import.meta.url)),
  'shared/golden',
);

type Numbers = Readonly<Record<string, number>>;

/** Independent values of one chunk of rows, by column. */
export interface Chunk {
  readonly period: 'reference' | 'analysis';
  readonly start: number;
  readonly end: number;
  readonly numeric: Readonly<Record<string, Numbers>>;
  readonly categorical: Readonly<Record<string, Numbers & { readonly counts: Numbers }>>;
  readonly performance: Numbers &
    Readonly<Record<'macro' | 'weighted' | 'abs_error_quantiles', Numbers>>;
}

export interface References {
  readonly chunk_size: number;
  readonly reference: {
    readonly numeric: Readonly<
      Record<string, { readonly quantile_bin_inner_edges: readonly number[] }>
    >;
    readonly categorical: Readonly<Record<string, { readonly counts: Numbers }>>;
  };
  readonly chunks: readonly Chunk[];
}

/** The values are no part of a clone: a developer may lack them, CI may not. */
export const goldenIsMissing = !existsSync(GOLDEN);

export function readReferences(file: string): References {
  return JSON.parse(readFileSync(path.join(GOLDEN, 'reference', file), 'utf8')) as References;
}

/** A CSV without quotes, as text by column. */
export function readColumns(file: string): Map<string, string[]> {
  const text = gunzipSync(readFileSync(path.join(GOLDEN, 'data', file))).toString('utf8');
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const rows = lines.map((line) => line.split(','));
  return new Map(header.split(',').map((name, i) => [name, rows.map((row) => row[i] ?? '')]));
}

/** What NannyML itself made of the same rows; indices count from the start of each period. */
export interface NannyMlResults {
  readonly rows: readonly (Readonly<Record<string, { readonly value?: number }>> & {
    readonly chunk: {
      readonly period: 'reference' | 'analysis';
      readonly start_index: number;
      readonly end_index: number;
    };
  })[];
}

export function readNannyMl(file: string): NannyMlResults {
  return JSON.parse(readFileSync(path.join(GOLDEN, 'nannyml', file), 'utf8')) as NannyMlResults;
}
