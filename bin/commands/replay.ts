import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { ConfigError } from '../../lib/errors.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { chooseAside, listAside } from '../../lib/pipeline/list-aside.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { type ReadAgain, type ReadAgainOutcome, readAgain } from '../../lib/pipeline/read-again.ts';
import { type ReplayOutcome, replay } from '../../lib/pipeline/replay.ts';
import type { RunSummary } from '../../lib/pipeline/run-monitor.ts';
import type { SetAside } from '../../lib/pipeline/set-aside.ts';
import { print } from './print.ts';
import { printRun } from './print-run.ts';
import { EXIT_CODES, exitCode, runNow } from './run-now.ts';
import { openWorkspace } from './workspace.ts';

const BUSY = 3;

const MEANING: Readonly<Record<ReplayOutcome, string>> = {
  claimed: 'is read again',
  superseded: 'has been claimed again since it was set aside',
  gone: 'is not there any more',
  forgotten: 'was claimed too long ago to be read again: drop it under another key',
};

const meaningOf = (outcome: ReplayOutcome, leave?: true) =>
  leave && outcome === 'claimed' ? 'is read again by the next run' : MEANING[outcome];

interface Options {
  readonly list?: true;
  readonly rejected?: true;
  readonly everything?: true;
  readonly leave?: true;
  readonly json?: true;
}

/** `driftwatch replay`: has inputs read again that were set aside, or lists them. */
export function replayCommand(): Command {
  return new Command('replay')
    .description(
      'read inputs again that were set aside because reading them failed again and again, or that a wrong monitor file misread, and judge what they touch',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('<monitor>', 'its name')
    .argument('[key...]', 'as `--list` shows them; default: all that are set aside')
    .option('--list', 'list what is set aside, and read nothing')
    .option(
      '--rejected',
      'what was rejected, with what was read beside it, instead: the monitor file was wrong',
    )
    .option('--everything', 'all objects that were read, instead: it was wrong, or says more now')
    .option('--leave', 'claim them only: the next scheduled run reads them')
    .option('--json', 'print as JSON')
    .addHelpText('after', EXIT_CODES)
    .action(async (location: string, name: string, keys: string[], options: Options) => {
      const { ports, monitors } = await openWorkspace(location, name);
      try {
        for (const monitor of monitors) {
          const which = options.everything ? 'everything' : options.rejected && 'rejected';
          if (which && (options.list || keys.length > 0))
            throw new ConfigError('--rejected and --everything take neither keys nor --list');
          if (which) await againNow(ports, monitor, location, which, options);
          else if (options.list)
            printAside(name, chooseAside(name, await listAside(ports, monitor), keys), options);
          else await replayNow(ports, monitor, location, keys, options);
        }
      } finally {
        await ports.close();
      }
    });
}

function printAside(monitor: string, aside: readonly SetAside[], { json }: Options): void {
  if (json) console.log(JSON.stringify(aside, null, 1));
  else if (aside.length === 0) print(`${monitor}: nothing is set aside`);
  else for (const { key, reason, shard } of aside) print(`${key}: ${reason} (${shard})`);
}

async function replayNow(
  ports: Ports,
  monitor: Monitor,
  workspace: string,
  keys: readonly string[],
  { leave, json }: Options,
): Promise<void> {
  const now = new Date();
  const { status, inputs } = await replay(ports, { monitor, now, run: randomUUID(), keys });
  if (status === 'busy') {
    process.exitCode = BUSY;
    if (json) console.log(printed({ status, inputs }, null));
    else print(busyText(monitor));
    return;
  }
  if (!json) {
    if (inputs.length === 0) print(`${monitor.monitor}: nothing is set aside`);
    for (const { key, outcome } of inputs) print(`${key} ${meaningOf(outcome, leave)}`);
  }
  const isClaimed = inputs.some(({ outcome }) => outcome === 'claimed');
  await readNow(
    ports,
    monitor,
    workspace,
    { json, now, isRun: isClaimed && !leave },
    { status, inputs },
  );
}

/** Reads what was claimed, where it is not left to the next run, and says what came of it beside what was `told`. */
async function readNow(
  ports: Ports,
  monitor: Monitor,
  workspace: string,
  run: { readonly json: true | undefined; readonly now: Date; readonly isRun: boolean },
  told: object,
): Promise<void> {
  const { json, now, isRun } = run;
  const summary = isRun ? await runNow(ports, monitor, { quiet: json, now }) : null;
  if (json) console.log(printed(told, summary));
  else if (summary) await printRun(ports, monitor, summary, { workspace, now });
  if (summary) process.exitCode = exitCode([summary]);
}

async function againNow(
  ports: Ports,
  monitor: Monitor,
  workspace: string,
  which: ReadAgain,
  { leave, json }: Options,
): Promise<void> {
  const now = new Date();
  const outcome = await readAgain(ports, { monitor, now, run: randomUUID(), which });
  const none = outcome.status === 'done' && outcome.predictions + outcome.labels === 0;
  if (outcome.status === 'busy') process.exitCode = BUSY;
  if (!json) print(againText(monitor, outcome, leave));
  const isRun = outcome.status === 'done' && !none && !leave;
  await readNow(ports, monitor, workspace, { json, now, isRun }, outcome);
}

function againText(monitor: Monitor, outcome: ReadAgainOutcome, leave?: true): string {
  if (outcome.status === 'busy') return busyText(monitor);
  const { predictions, labels } = outcome;
  if (predictions + labels === 0) return `${monitor.monitor}: nothing is to be read again`;
  const when = leave ? 'are read again by the next run' : 'are read again';
  return `${monitor.monitor}: ${predictions} objects of predictions and ${labels} of labels ${when}`;
}

const busyText = ({ monitor }: Monitor) => `${monitor}: another run is at work; nothing was done`;

function printed(told: object, run: RunSummary | null): string {
  return JSON.stringify({ ...told, run }, null, 1);
}
