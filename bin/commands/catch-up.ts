import { Command } from 'commander';
import { z } from 'zod';
import { ConfigError } from '../../lib/errors.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { readCatchUp, requestCatchUp } from '../../lib/pipeline/catch-up.ts';
import { isoSeconds } from '../../lib/pipeline/layout.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import type { RunSummary } from '../../lib/pipeline/run-monitor.ts';
import { workOff } from '../../lib/pipeline/work-off.ts';
import { countsOf } from '../../lib/report/run-text.ts';
import { print } from './print.ts';
import { EXIT_CODES, exitCode, runNow } from './run-now.ts';
import { openWorkspace } from './workspace.ts';

const NOT_FINISHED = 3;
const instant = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** `driftwatch catch-up`: looks further back than `look_back`, once, in as many runs as it takes. */
export function catchUpCommand(): Command {
  return new Command('catch-up')
    .description(
      'read history, in as many runs as it takes: objects from before `look_back`, or in folders of such a date, and items of a table from before its first run',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('<monitor>', 'its name')
    .requiredOption(
      '--since <date>',
      'how far to look back, as in 2026-01-31 or 2026-01-31T06:00:00Z',
    )
    .option('--leave', 'note it only: the next scheduled runs do it')
    .addHelpText('after', EXIT_CODES)
    .action(async (location: string, name: string, options: { since: string; leave?: true }) => {
      const since = parseSince(options.since, new Date());
      const { ports, monitors } = await openWorkspace(location, name);
      try {
        const from = await request(ports, name, since);
        if (options.leave)
          print(
            `noted: the next scheduled runs of ${name} look back to ${isoSeconds(from.getTime())}`,
          );
        else for (const monitor of monitors) await catchUp(ports, monitor, from);
      } finally {
        await ports.close();
      }
    });
}

/** @throws ConfigError */
export function parseSince(text: string, now: Date): Date {
  const { success } = instant.safeParse(text);
  if (!success)
    throw new ConfigError(
      `--since ${text} is no date: write it as in 2026-01-31 or 2026-01-31T06:00:00Z`,
    );
  const since = new Date(text);
  if (since > now) throw new ConfigError(`--since ${text} is in the future`);
  return since;
}

/** A request that is being worked on and goes further back stays as it is. */
async function request(ports: Ports, monitor: string, since: Date): Promise<Date> {
  const known = await readCatchUp(ports, monitor);
  if (known && Date.parse(known.since) <= since.getTime()) return new Date(known.since);
  await requestCatchUp(ports, monitor, since);
  return since;
}

async function catchUp(ports: Ports, monitor: Monitor, since: Date): Promise<void> {
  const name = monitor.monitor;
  /** The last run that judged a window has the say on it. */
  const judged = new Map<string, RunSummary['windows'][number]>();
  let last: (RunSummary & { readonly finished: boolean }) | undefined;
  let runs = 0;
  for await (const summary of workOff(ports, name, () => runNow(ports, monitor, {}))) {
    last = summary;
    for (const window of summary.windows) judged.set(window.window.start, window);
    if (summary.status === 'busy' || summary.finished) continue;
    print(`run ${++runs}: ${countsOf(summary)}`);
    for (const { shard, error } of summary.failed) print(`FAILED ${shard}: ${error}`);
  }
  if (!last?.finished) {
    const why =
      last?.status === 'busy' ? 'another run is at work' : 'two runs in a row got nowhere';
    print(`${name} has not caught up: ${why}; the next runs go on with it`);
    process.exitCode = NOT_FINISHED;
    return;
  }
  const found = runs === 0 ? ': there was nothing left to read' : '';
  print(`${name} has caught up since ${isoSeconds(since.getTime())}${found}`);
  process.exitCode = exitCode([{ ...last, windows: [...judged.values()] }]);
}
