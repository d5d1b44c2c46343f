import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { positiveInteger } from '../../bin/commands/options.ts';
import { inChildren, type Task } from './child.ts';
import { carLoan } from './data/golden.ts';
import { calmOutcome, driftOutcome, type Outcome } from './outcome.ts';
import type { CalmTask } from './replay-calm.ts';
import type { DriftTask } from './replay-drift.ts';
import { FULL, nameOf, QUICK, type Setting, SOURCES } from './setting.ts';
import { asMarkdown, asText, detectionTable, falseAlarmTable } from './tables.ts';
import { verdictOf } from './verdict.ts';

interface Options {
  readonly quick?: true;
  readonly markdown?: true;
  readonly json?: string;
  readonly processes: number;
}

/** Histories with drift at so many rows a window: the more, the less they take and the more they differ. */
const HISTORIES = [
  [100, 6],
  [1_000, 6],
  [10_000, 3],
] as const;
const QUICK_HISTORIES = [[1_000, 2]] as const;

const program = new Command('bench:alerts')
  .description(
    'False alarms of months without drift against the budget, and what is detected of drift, beside fixed rules.',
  )
  .option('--quick', 'few settings, for a first look of some two minutes')
  .option('--markdown', 'the tables as Markdown')
  .option('--json <file>', 'write all figures to a file')
  .option('--processes <n>', 'so many at once', positiveInteger, Math.min(4, cpus().length));

await program.parseAsync();
process.exitCode = (await run(program.opts<Options>())) ? 0 : 1;

async function run(options: Options): Promise<boolean> {
  const settings = (options.quick ? QUICK : FULL).filter(isThere);
  const histories = options.quick ? QUICK_HISTORIES : HISTORIES;
  const calm = settings.flatMap((setting) =>
    range(setting.splits).map((split): CalmTask => ({ kind: 'calm', setting, split })),
  );
  const drift =
    carLoan.missing() === null
      ? histories.flatMap(([size, count]) =>
          range(count).map((replicate): DriftTask => ({ kind: 'drift', rows: size, replicate })),
        )
      : [];
  const progress = progressBar(calm.length + drift.length);
  const calmResults = await inChildren(calm, options.processes, progress.step);
  const driftResults = await inChildren(drift, options.processes, progress.step);
  progress.end();
  const outcome: Outcome = {
    calm: settings.map((setting) =>
      calmOutcome(
        setting,
        calmResults.filter((_, i) => calm[i]?.setting === setting),
      ),
    ),
    drift: histories
      .filter(() => drift.length > 0)
      .map(([size]) =>
        driftOutcome(
          size,
          driftResults.filter((_, i) => drift[i]?.rows === size),
        ),
      ),
  };
  return print(options, outcome);
}

async function print({ markdown, json }: Options, outcome: Outcome): Promise<boolean> {
  const show = markdown ? asMarkdown : asText;
  console.log(`${show(falseAlarmTable(outcome))}\n`);
  if (outcome.drift.length > 0) console.log(`${show(detectionTable(outcome))}\n`);
  const verdict = verdictOf(outcome);
  console.log(verdict.lines.join(markdown ? '\n\n' : '\n'));
  if (json) await writeFile(json, `${JSON.stringify({ ...outcome, verdict }, null, 2)}\n`);
  if (outcome.drift.length === 0)
    console.log(`What is detected was not replayed: ${carLoan.missing()}.`);
  return verdict.holds && outcome.drift.length > 0;
}

/** Says what can't be replayed where data are missing. */
function isThere(setting: Setting): boolean {
  const missing = SOURCES[setting.source]?.missing() ?? null;
  if (missing !== null) console.error(`left out: ${nameOf(setting)}: ${missing}`);
  return missing === null;
}

function progressBar(steps: number) {
  if (!process.stderr.isTTY) return { step: () => {}, end: () => {} };
  const bar = new SingleBar({ format: ' {bar} {value}/{total}  {label}', stream: process.stderr });
  bar.start(steps, 0, { label: '' });
  return {
    step: (task: Task) =>
      bar.increment(1, {
        label: task.kind === 'calm' ? nameOf(task.setting) : `drift, ${task.rows} rows`,
      }),
    end: () => bar.stop(),
  };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
