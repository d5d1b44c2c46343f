import { scanBare } from './bare-scan.ts';
import { type CatalogueCost, catalogueCost } from './catalogue.ts';
import type { Prepared } from './data-set.ts';
import type { BenchFormat } from './formats.ts';
import { prepare } from './prepare.ts';
import { type Lap, watched } from './stopwatch.ts';
import { work } from './worker.ts';

/** What one child process is to do. */
export type Task =
  | { readonly kind: 'prepare'; readonly rows: number; readonly threads: number }
  | {
      readonly kind: 'catalogue';
      readonly folder: string;
      readonly threads: number;
      readonly rounds: number;
    }
  | {
      readonly kind: 'scan' | 'work' | 'profile';
      readonly folder: string;
      readonly format: BenchFormat;
      readonly rows: number;
      readonly threads: number;
    };

export interface Measured {
  readonly seconds: number;
  /** The most memory that the process ever held. */
  readonly peakBytes: number;
  /** With `profile` alone. */
  readonly laps: readonly Lap[];
}

async function measure(task: Task): Promise<Measured | Prepared | CatalogueCost> {
  if (task.kind === 'prepare') return prepare(task.rows, task.threads);
  if (task.kind === 'catalogue') return catalogueCost(task.folder, task.threads, task.rounds);
  const { kind, folder, format, rows, threads } = task;
  const laps: Lap[] = [];
  const seconds =
    kind === 'scan'
      ? await scanBare(folder, format, rows, threads)
      : await work(folder, format, rows, threads, (ports) =>
          kind === 'profile' ? watched(ports, laps) : ports,
        );
  return { seconds, peakBytes: process.resourceUsage().maxRSS * 1024, laps };
}

const result = await measure(JSON.parse(process.argv[2] ?? '') as Task);
process.stdout.write(JSON.stringify(result));
