import colours from 'picocolors';
import type { Monitor } from '../../lib/monitor/schema.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { readRecent } from '../../lib/pipeline/read-recent.ts';
import type { RunSummary } from '../../lib/pipeline/run-monitor.ts';
import { describeRun } from '../../lib/report/run-text.ts';
import { print } from './print.ts';

/** So many windows are shown beside a finding. */
const WINDOWS = 12;

/** Prints what a run did, in colour on a terminal where NO_COLOR does not forbid it. */
export async function printRun(
  ports: Ports,
  monitor: Monitor,
  summary: RunSummary,
  run: { readonly workspace: string; readonly now: Date },
): Promise<void> {
  const newest = summary.windows.at(-1)?.window.start;
  const found = summary.windows.some(({ findings }) => findings.length > 0);
  const recent =
    newest !== undefined && found ? await readRecent(ports, monitor, newest, WINDOWS) : [];
  const isColoured = process.stdout.isTTY === true && colours.isColorSupported;
  print(describeRun(summary, { ...run, recent, colours: isColoured }));
}
