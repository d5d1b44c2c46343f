export type Format =
  | 'jsonl'
  | 'csv'
  | 'parquet'
  /** Requests and responses of a SageMaker endpoint, a JSON object each. */
  | 'sagemaker-capture'
  /** Requests with their responses in the forms of Seldon Core, KServe and the Open Inference Protocol, a JSON object each. */
  | 'open-inference'
  /** Labels as SageMaker Model Monitor takes them, a JSON object each. */
  | 'sagemaker-ground-truth';
export type Compression = 'none' | 'gzip' | 'zstd';

export interface FileFormat {
  readonly format: Format;
  readonly compression: Compression;
}

const SUFFIXES: Readonly<Record<string, Format>> = {
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'jsonl',
  csv: 'csv',
  parquet: 'parquet',
};

/** The format that an object's name tells, or that the monitor file states; null where neither does. */
export function formatOf(key: string, stated?: Format): FileFormat | null {
  const parts = key.toLowerCase().split('/').at(-1)?.split('.').slice(1) ?? [];
  const last = parts.at(-1);
  const compression = last === 'gz' ? 'gzip' : last === 'zst' ? 'zstd' : 'none';
  if (compression !== 'none') parts.pop();
  const format = stated ?? SUFFIXES[parts.at(-1) ?? ''];
  return format ? { format, compression } : null;
}

/** Whether the records of a format are JSON objects, on lines of their own or one after another. */
export function holdsJson(format: Format): boolean {
  return format !== 'csv' && format !== 'parquet';
}
