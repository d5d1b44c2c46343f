import { mergeSchemas, type SchemaSummary, type ValueClass } from '../profile/schema-summary.ts';
import { firstRecord } from './integrity.ts';
import type { ReadableFile } from './load.ts';
import { classOfType } from './value-class.ts';

/** So many files are looked at: those of one shard mostly look alike. */
const FILES = 50;
const COLUMNS = 2000;

/**
 * The columns that the files themselves have, whatever the monitor asks of them.
 *
 * Parquet tells names and types, CSV names, and JSON lines are judged by the first record of each file.
 */
export async function foundColumns(files: readonly ReadableFile[]): Promise<SchemaSummary> {
  const sorted = [...files].sort((a, b) => (a.input.key < b.input.key ? -1 : 1));
  const schemas = await Promise.all(sorted.slice(0, FILES).map(schemaOf));
  return schemas.reduce(mergeSchemas, {});
}

async function schemaOf({ group }: ReadableFile): Promise<SchemaSummary> {
  const columns = group.found
    ? group.found.map((name) => [name, 'unknown'] as const)
    : group.format === 'jsonl'
      ? Object.entries(await firstObject(group.paths[0] ?? '', group.compression)).map(
          ([name, value]) => [name, classOfValue(value)] as const,
        )
      : group.columns.map(
          ({ name, type }) =>
            [name, group.format === 'csv' ? 'unknown' : classOfType(type)] as const,
        );
  return Object.fromEntries(columns.slice(0, COLUMNS).map(([name, one]) => [name, { [one]: 1 }]));
}

/** Nothing where the first line is no object: reading the file tells what is wrong with it. */
async function firstObject(
  path: string,
  compression: ReadableFile['group']['compression'],
): Promise<object> {
  try {
    const record: unknown = JSON.parse(await firstRecord(path, compression));
    return typeof record === 'object' && record !== null ? record : {};
  } catch {
    return {};
  }
}

function classOfValue(value: unknown): ValueClass {
  if (value === null) return 'unknown';
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as ValueClass;
  return typeof value === 'object' ? 'nested' : 'text';
}
