import type { Source } from '../adapters/overlay/open.ts';
import { PRICES } from '../cost/prices.ts';
import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import { backtestFile } from './backtest-file.ts';
import type { BacktestReport, FileBacktest } from './backtest-report.ts';
import { needsProfiling } from './held-by-profiles.ts';
import { profileAnew } from './profile-anew.ts';
import type { Stretch } from './stored-windows.ts';

/** A monitor file to try, under the name that the user gave it. */
export interface Proposal {
  readonly file: string;
  readonly monitor: Monitor;
}

/**
 * Replays a workspace's history under each of some monitor files of one monitor. Writes nothing to it and sends nothing.
 *
 * `stored` is the monitor file that the stored profiles were made by, where the workspace has one; `profile` reads the logs
 * anew, into the scratch folder. @throws ConfigError where a file needs profiles that are not there
 */
export async function backtest(
  source: Source,
  input: {
    readonly proposals: readonly Proposal[];
    readonly stored: Monitor | null;
    readonly profile: boolean;
    readonly stretch: Stretch;
    readonly now: Date;
  },
): Promise<BacktestReport> {
  const { proposals, stored, profile, stretch, now } = input;
  const [first] = proposals;
  if (!first) throw new ConfigError('there is no monitor file to try');
  if (!profile) for (const proposal of proposals) refuseWithoutProfiles(proposal, stored);
  const files: FileBacktest[] = [];
  let read: { readonly by: Monitor; readonly source: Source } | null = null;
  for (const { file, monitor } of proposals) {
    if (profile && !(read && needsProfiling(read.by, monitor).length === 0))
      read = { by: monitor, source: await profileAnew(source, monitor, now) };
    const from = read?.source ?? source;
    files.push(await backtestFile(from, { file, monitor, profiled: profile }, stretch));
  }
  const { region, asOf } = PRICES;
  return { schema: 1, monitor: first.monitor.monitor, prices: { region, asOf }, files };
}

function refuseWithoutProfiles({ file, monitor }: Proposal, stored: Monitor | null): void {
  const keys = stored ? needsProfiling(stored, monitor) : [];
  if (keys.length > 0)
    throw new ConfigError(
      `${file} changes ${keys.join(', ')}: the stored profiles hold something else. Add --profile: the logs are then read anew for it, into a folder that goes afterwards`,
    );
}
