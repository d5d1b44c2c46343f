import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import colours from 'picocolors';
import { alertTable } from './alert-table.ts';
import { isoDay } from './calendar.ts';
import { INJECTIONS } from './incidents.ts';
import { PREPARATION_STEPS, type Prepared, prepare } from './prepare.ts';
import { type Ran, RUNS, replay } from './replay.ts';
import type { Screen } from './screen.ts';
import { isOnTime, judgeInjection, verdictLine } from './verdict.ts';
import { newsOf, windowLine } from './window-line.ts';

/** The whole demo in a new `workspace`; `runMonitor` is one scheduled run. Returns the exit code: 0 if all was caught at once. */
export async function play(
  workspace: string,
  screen: Screen,
  runMonitor: (now: Date) => Promise<Ran>,
): Promise<number> {
  const upstream = join(workspace, '.upstream');
  screen.phase(PREPARATION_STEPS);
  const prepared = await prepare(workspace, upstream, (label) => screen.step(label));
  screen.line(introduction(prepared));

  screen.phase(RUNS.length);
  const printed = new Map<string, string>();
  const told = await replay(
    { workspace, upstream, deliveries: prepared.deliveries },
    (now) => {
      screen.step(`the run of ${isoDay(now.getTime())}`);
      return runMonitor(now);
    },
    (ran) => {
      for (const window of ran.windows) {
        // A window is judged again with every batch of its labels: it is shown again when that tells something new.
        const news = newsOf(window);
        if (printed.get(window.window.start) === news) continue;
        printed.set(window.window.start, news);
        screen.line(painted(windowLine(window), window.findings.length > 0));
      }
    },
  );
  await rm(upstream, { recursive: true, force: true });

  const verdicts = INJECTIONS.map((injection) => judgeInjection(injection, told));
  screen.line(`\nWhat was alerted when:\n${alertTable(told, verdicts)}\n`);
  for (const verdict of verdicts) {
    screen.line((isOnTime(verdict) ? colours.green : colours.red)(verdictLine(verdict)));
  }
  return verdicts.every(isOnTime) ? 0 : 1;
}

function introduction({ model, heldOut }: Prepared): string {
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  return [
    'Flights in the United States, February to June 2001. Will a flight be more than 15 minutes late?',
    `A model fitted on half of January; on ${heldOut.rows.toLocaleString('en-US')} flights of the other half, the baseline:`,
    `roc_auc ${heldOut.rocAuc.toFixed(3)}, log_loss ${heldOut.logLoss.toFixed(3)}, late ${share(heldOut.lateShare)}, ` +
      `mean score ${share(heldOut.meanScore)}, calibration error ${share(heldOut.calibrationError)}, ` +
      `late is decided from a score of ${model.decideAt} on`,
    '',
  ].join('\n');
}

const painted = (line: string, found: boolean): string => (found ? colours.yellow(line) : line);
