import { scanBare } from './bare-scan.ts';
import { catalogueCost } from './catalogue.ts';
import type { Results } from './child.ts';
import type { BenchFormat } from './formats.ts';
import { profileMany, profileParts } from './load/large.ts';
import { prepareLoad } from './load/prepare-load.ts';
import { runLoad } from './load/run-load.ts';
import type { LoadShape } from './load/shape.ts';
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
    }
  | { readonly kind: 'prepare-load'; readonly shape: LoadShape; readonly threads: number }
  | {
      readonly kind: 'load' | 'many';
      readonly root: string;
      readonly shape: LoadShape;
      readonly threads: number;
    }
  | { readonly kind: 'parts'; readonly bytes: number; readonly threads: number };

export interface Measured {
  readonly seconds: number;
  /** The most memory that the process ever held. */
  readonly peakBytes: number;
  /** With `profile` alone. */
  readonly laps: readonly Lap[];
}

async function measure(task: Task): Promise<Results[Task['kind']]> {
  switch (task.kind) {
    case 'prepare':
      return prepare(task.rows, task.threads);
    case 'catalogue':
      return catalogueCost(task.folder, task.threads, task.rounds);
    case 'prepare-load':
      return { root: await prepareLoad(task.shape, task.threads) };
    case 'load':
      return runLoad(task.root, task.shape, task.threads);
    case 'many':
      return profileMany(task.root, task.shape, task.threads);
    case 'parts':
      return profileParts(task.bytes, task.threads);
    default:
      return measureWorker(task);
  }
}

async function measureWorker({
  kind,
  folder,
  format,
  rows,
  threads,
}: Extract<Task, { kind: 'scan' | 'work' | 'profile' }>): Promise<Measured> {
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
