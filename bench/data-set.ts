import { join, resolve } from 'node:path';
import type { BenchFormat } from './formats.ts';

/** Ignored by git. */
export const BENCH_FOLDER = resolve('.bench');

/** What `prepare` leaves on disk. */
export interface Prepared {
  /** Holds `log.<format>` in every format, and in `baseline/` a workspace with the frozen baseline alone. */
  readonly folder: string;
  readonly duckdb: string;
}

export const logPath = (folder: string, format: BenchFormat): string =>
  join(folder, `log.${format}`);
