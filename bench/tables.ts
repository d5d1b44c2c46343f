import Table from 'cli-table3';
import type { CatalogueCost } from './catalogue.ts';
import type { BenchFormat } from './formats.ts';
import type { Lap } from './stopwatch.ts';

/** Medians over the rounds of one format. */
export interface FormatResult {
  readonly format: BenchFormat;
  readonly fileBytes: number;
  readonly scanSeconds: number;
  readonly workSeconds: number;
  readonly rowsPerSecond: number;
  /** Of the worker's time to that of the bare scan just before it. */
  readonly ratio: number;
  /** The worker's highest over all rounds. */
  readonly peakBytes: number;
}

const style = { head: [], border: [], compact: true };
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

export function resultTable(results: readonly FormatResult[]): string {
  const table = new Table({
    head: ['format', 'file MB', 'bare scan s', 'worker s', 'rows/s', 'ratio', 'peak MB'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style,
  });
  for (const result of results) {
    table.push([
      result.format,
      megabytes(result.fileBytes),
      result.scanSeconds.toFixed(2),
      result.workSeconds.toFixed(2),
      Math.round(result.rowsPerSecond).toLocaleString('en-US'),
      result.ratio.toFixed(2),
      megabytes(result.peakBytes),
    ]);
  }
  return table.toString();
}

/** What the whole catalogue costs; `shard` are the seconds that a worker takes over the same log. */
export function catalogueTable(cost: CatalogueCost, shard: number): string {
  const extra = cost.wholeSeconds - cost.thinSeconds;
  const table = new Table({
    head: ['the whole catalogue', ''],
    colAligns: ['left', 'right'],
    style,
  });
  table.push(
    ['metrics', String(cost.metrics)],
    ['statement, thin set of statistics, s', cost.thinSeconds.toFixed(2)],
    ['statement, all statistics, s', cost.wholeSeconds.toFixed(2)],
    ['ratio of the statement', (cost.wholeSeconds / cost.thinSeconds).toFixed(2)],
    ['ratio of the whole worker (Parquet)', (shard / (shard - extra)).toFixed(2)],
    ['measuring and judging a window, s', cost.measureSeconds.toFixed(2)],
    ['measurements in it', cost.measurements.toLocaleString('en-US')],
    ['the baseline, MB', (cost.baselineBytes / 1e6).toFixed(1)],
  );
  return table.toString();
}

/** Where a worker's time went, the longest first; what took under 1 % is summed up. */
export function lapTable(laps: readonly Lap[], seconds: number): string {
  const table = new Table({
    head: ['s', 'share', 'what'],
    colAligns: ['right', 'right', 'left'],
    style,
  });
  const longest = [...laps]
    .filter((lap) => lap.seconds > seconds / 100)
    .sort((a, b) => b.seconds - a.seconds);
  const rest = seconds - longest.reduce((sum, lap) => sum + lap.seconds, 0);
  for (const lap of [...longest, { what: 'everything else', seconds: rest }])
    table.push([lap.seconds.toFixed(2), (lap.seconds / seconds).toFixed(2), lap.what]);
  return table.toString();
}
