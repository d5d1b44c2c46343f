import { stat } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { Command } from 'commander';
import { positiveInteger } from '../bin/commands/options.ts';
import { inChild } from './child.ts';
import { logPath } from './data-set.ts';
import { type BenchFormat, FORMAT_NAMES } from './formats.ts';
import { printCost, printLarge, printLoad } from './load/commands.ts';
import type { Measured } from './measure.ts';
import { median } from './median.ts';
import { catalogueTable, type FormatResult, lapTable, resultTable } from './tables.ts';

const MEMORY_LIMIT_BYTES = 1e9;
const RATIO_GOAL = 3;

interface Options {
  readonly rows: number;
  readonly threads: number;
  readonly rounds: number;
  readonly profile?: true;
  /** True: the load alone; false: all but the load. */
  readonly load?: boolean;
  readonly cost?: true;
  readonly large?: true;
}

const program = new Command('bench')
  .description(
    'How fast a worker is, held against the bare scan of the same file by DuckDB, and what a whole run costs.',
  )
  .option('--rows <n>', 'predictions in the log', positiveInteger, 1_000_000)
  .option('--threads <n>', 'threads of the engine', positiveInteger, availableParallelism())
  .option('--rounds <n>', 'scan and worker take turns so many times', positiveInteger, 3)
  .option('--profile', 'show too what the worker spends its time on')
  .option(
    '--load',
    'the whole pipeline over many small objects and few large ones, and nothing else',
  )
  .option('--no-load', 'all but that')
  .option('--cost', 'how the cost of a run grows with what it reads, and nothing else')
  .option('--large', 'memory over 50,000 objects and over one of 5 GB, and nothing else');

await program.parseAsync();
await run(program.opts<Options>());

async function run(options: Options): Promise<void> {
  const { rows, threads, load, cost, large } = options;
  const [cpu] = cpus();
  console.log(
    `${threads} threads on ${cpus().length} cores (${cpu?.model.trim()}), ${hasOthers()}; node ${process.versions.node}`,
  );
  if (cost) return printCost(threads);
  if (large) return printLarge(threads);
  if (load !== true) await bench(options);
  if (load !== false) await printLoad(rows, threads);
}

/** What else the machine does slows down what is measured. */
function hasOthers(): string {
  return `load before it ${loadavg()[0]?.toFixed(1)}`;
}

async function bench(options: Options): Promise<void> {
  const { rows, threads } = options;
  const { folder, duckdb } = await inChild({ kind: 'prepare', rows, threads });
  console.log(`${rows.toLocaleString('en-US')} predictions with 25 features; DuckDB ${duckdb}`);
  const results: FormatResult[] = [];
  for (const format of FORMAT_NAMES) results.push(await measureFormat(folder, format, options));
  console.log(resultTable(results));
  const cost = await inChild({ kind: 'catalogue', folder, threads, rounds: options.rounds });
  console.log(catalogueTable(cost, results[0]?.workSeconds ?? 0));
  if (options.profile) {
    for (const format of FORMAT_NAMES) {
      const { laps, seconds } = await inChild({ kind: 'profile', folder, format, rows, threads });
      console.log(`\n${format}: ${seconds.toFixed(2)} s\n${lapTable(laps, seconds)}`);
    }
  }
  console.log(verdict(results));
  process.exitCode = withinMemory(results) ? 0 : 1;
}

/** Scan and worker take turns, so that what slows the machine down slows both. */
async function measureFormat(
  folder: string,
  format: BenchFormat,
  { rows, threads, rounds }: Options,
): Promise<FormatResult> {
  const turns: { scan: Measured; work: Measured }[] = [];
  for (let round = 0; round < rounds; round++) {
    const scan = await inChild({ kind: 'scan', folder, format, rows, threads });
    const work = await inChild({ kind: 'work', folder, format, rows, threads });
    turns.push({ scan, work });
  }
  const { size } = await stat(logPath(folder, format));
  const workSeconds = median(turns.map(({ work }) => work.seconds));
  return {
    format,
    fileBytes: size,
    scanSeconds: median(turns.map(({ scan }) => scan.seconds)),
    workSeconds,
    rowsPerSecond: rows / workSeconds,
    ratio: median(turns.map(({ scan, work }) => work.seconds / scan.seconds)),
    peakBytes: Math.max(...turns.map(({ work }) => work.peakBytes)),
  };
}

function withinMemory(results: readonly FormatResult[]): boolean {
  return results.every(({ peakBytes }) => peakBytes < MEMORY_LIMIT_BYTES);
}

function verdict(results: readonly FormatResult[]): string {
  const slow = results.filter(({ ratio }) => ratio > RATIO_GOAL);
  const speed =
    slow.length === 0
      ? `every format within ${RATIO_GOAL} times its bare scan`
      : `beyond ${RATIO_GOAL} times the bare scan: ${slow.map(({ format }) => format).join(', ')}`;
  const memory = withinMemory(results) ? 'peak memory below 1 GB' : 'PEAK MEMORY OF 1 GB OR MORE';
  return `${memory}; ${speed}`;
}
