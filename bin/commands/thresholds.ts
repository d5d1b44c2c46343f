import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { ConfigError } from '../../lib/errors.ts';
import type { Estimate } from '../../lib/metrics/estimate.ts';
import { performanceAt } from '../../lib/metrics/performance/at-threshold.ts';
import { readBaseline } from '../../lib/pipeline/ensure-baseline.ts';
import { readProfiles } from '../../lib/pipeline/profile-file.ts';
import { PROFILE_SCHEMA } from '../../lib/profile/profile-schema.ts';
import { mergeSlices } from '../../lib/profile/roll-up.ts';
import { judgedWindow, WINDOW_OPTION } from './judged-window.ts';
import { openWorkspace } from './workspace.ts';

const SHOWN = ['accuracy', 'precision', 'recall', 'specificity', 'f1', 'mcc'] as const;
const DEFAULT = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

interface Options {
  readonly window?: string;
  readonly at: readonly number[];
  readonly segment?: string;
  readonly json?: true;
}

/** `driftwatch thresholds`: how a binary model would have done in a window, had it decided at other scores. */
export function thresholdsCommand(): Command {
  return new Command('thresholds')
    .description('show how a binary model would have done at other decision thresholds')
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('<monitor>')
    .option(...WINDOW_OPTION)
    .option('--at <scores>', 'thresholds, as in 0.3,0.5', numbers, DEFAULT)
    .option('--segment <column=value>', 'of one segment alone')
    .option('--json', 'every metric that depends on decisions, as JSON')
    .action(async (location: string, name: string, options: Options) => {
      const { ports, monitors } = await openWorkspace(location, name);
      try {
        if (monitors[0]?.task !== 'binary')
          throw new ConfigError(`${name} is no binary model: nothing is decided by a threshold`);
        const { window, baseline: version } = await judgedWindow(ports, name, options.window);
        const files = await readProfiles(ports, name, Date.parse(window.start));
        const baseline = await readBaseline(ports, name, version);
        const stale = files.some(
          (file) => file.schema !== PROFILE_SCHEMA || file.baseline !== version,
        );
        if (!baseline || stale)
          throw new ConfigError(
            `the window of ${window.start} is to be profiled anew: \`driftwatch run\` does it`,
          );
        const segment = options.segment ?? null;
        const slice = mergeSlices(files.map(({ slices }) => slices)).find(
          (one) => one.segment === segment && one.variant === null,
        );
        const outcome = slice?.profile.outcome.binary;
        if (!outcome || outcome.scored === 0)
          throw new ConfigError(
            `there are no labelled predictions with a score of ${name}${segment === null ? '' : ` where ${segment}`} in the window of ${window.start}: name another with --window`,
          );
        const rows = options.at.map((threshold) => ({
          threshold,
          ...performanceAt(outcome, baseline.frame.outcome, threshold),
        }));
        console.log(options.json ? JSON.stringify(rows, null, 1) : tableOf(rows));
      } finally {
        await ports.close();
      }
    });
}

function tableOf(
  rows: readonly ({ readonly threshold: number } & Record<string, Estimate | number>)[],
): string {
  const table = new Table({
    head: ['score >=', ...SHOWN],
    colAligns: ['right', ...SHOWN.map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows)
    table.push([String(row.threshold), ...SHOWN.map((name) => shown(row[name] as Estimate))]);
  return table.toString();
}

function shown({ value, ...rest }: Estimate): string {
  if (value === null) return '-';
  const { low, high } = rest as { low?: number; high?: number };
  const interval =
    low === undefined || high === undefined ? '' : ` (${low.toFixed(3)} to ${high.toFixed(3)})`;
  return `${value.toFixed(3)}${interval}`;
}

function numbers(text: string): number[] {
  const values = text.split(',').map(Number);
  if (text.trim() === '' || values.some((value) => !Number.isFinite(value)))
    throw new InvalidArgumentError('write numbers with commas between them, as in 0.3,0.5');
  return values;
}
