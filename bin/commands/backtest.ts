import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { openSource, type Source } from '../../lib/adapters/overlay/open.ts';
import { backtest, type Proposal } from '../../lib/backtest/backtest.ts';
import { ConfigError } from '../../lib/errors.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { backtestText } from '../../lib/report/backtest-text.ts';
import { print } from './print.ts';

const instant = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

interface Options {
  readonly file?: string;
  readonly against?: string;
  readonly since?: string;
  readonly until?: string;
  readonly profile?: true;
  readonly json?: true;
}

/** `driftwatch backtest`: what a monitor file would have told of a workspace's history, and what it would cost. */
export function backtestCommand(): Command {
  return new Command('backtest')
    .description(
      'replay the history of a workspace with a proposed monitor file: alerts, delays and cost a month; nothing is written or sent',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('<monitor>', 'its name')
    .option('--file <monitor.yaml>', 'the monitor file to try; default: the workspace’s own')
    .option('--against <monitor.yaml>', 'another one, to show beside it')
    .option('--since <date>', 'as if watching had begun then, as in 2026-01-31')
    .option('--until <date>', 'windows that end by then; default: now')
    .option(
      '--profile',
      'read the logs anew: where there are no profiles yet, or a file needs other ones',
    )
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExit code:\n  0  replayed\n  2  wrong input')
    .action(async (location: string, name: string, options: Options) => {
      if (!location.startsWith('s3://') && !existsSync(location))
        throw new ConfigError(`there is no workspace ${location}`);
      const now = new Date();
      const stretch = {
        since: options.since === undefined ? null : parseInstant('--since', options.since),
        until: Math.min(
          now.getTime(),
          options.until === undefined ? now.getTime() : parseInstant('--until', options.until),
        ),
      };
      if (stretch.since !== null && stretch.since >= stretch.until)
        throw new ConfigError('--since is not before --until');
      const source = await openSource(location);
      try {
        const stored = await storedMonitor(source, name);
        const proposals = choose(location, name, stored, options);
        const profile = options.profile === true;
        const report = await backtest(source, { proposals, stored, profile, stretch, now });
        if (options.json) console.log(JSON.stringify(report, null, 1));
        else print(backtestText(report));
      } finally {
        await source.close();
      }
    });
}

/** The workspace's own monitor file; null where it has none of that name. */
async function storedMonitor({ workspace }: Source, name: string): Promise<Monitor | null> {
  for (const key of [layout.monitor(name), `monitors/${name}.yml`]) {
    const text = await workspace.read(key);
    if (text !== null) return parseMonitor(text, key);
  }
  for (const { key } of await workspace.list('monitors/')) {
    if (!/\.ya?ml$/.test(key)) continue;
    const monitor = parseMonitor((await workspace.read(key)) ?? '', key);
    if (monitor.monitor === name) return monitor;
  }
  return null;
}

/** The files to try, the workspace's own where none is named first. @throws ConfigError */
function choose(
  location: string,
  name: string,
  stored: Monitor | null,
  { file, against }: Options,
): Proposal[] {
  const proposals: Proposal[] = [];
  if (file !== undefined) proposals.push(proposal(file, name));
  else if (stored)
    proposals.push({ file: join(basename(location), layout.monitor(name)), monitor: stored });
  else
    throw new ConfigError(
      `${location} has no monitor ${name}: name a monitor file with --file, or write monitors/${name}.yaml`,
    );
  if (against !== undefined) proposals.push(proposal(against, name));
  return proposals;
}

function proposal(file: string, name: string): Proposal {
  if (!existsSync(file)) throw new ConfigError(`there is no file ${file}`);
  const monitor = parseMonitor(readFileSync(file, 'utf8'), file);
  if (monitor.monitor !== name)
    throw new ConfigError(`${file} is of monitor ${monitor.monitor}, not ${name}`);
  return { file, monitor };
}

function parseInstant(option: string, text: string): number {
  if (!instant.safeParse(text).success)
    throw new ConfigError(
      `${option} ${text} is no date: write it as in 2026-01-31 or 2026-01-31T06:00:00Z`,
    );
  return Date.parse(text);
}
