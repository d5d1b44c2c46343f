import { randomUUID } from 'node:crypto';
import { connectSinks } from '../../lib/adapters/sinks/connect.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { type RunSummary, runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { openProgress } from './progress-bar.ts';

/** Runs a monitor now, with a bar of progress where a person looks on and it is not to be `quiet`. */
export async function runNow(
  ports: Ports,
  monitor: Monitor,
  options: { readonly quiet?: boolean | undefined; readonly now?: Date },
): Promise<RunSummary> {
  const { quiet = false, now = new Date() } = options;
  const bar = quiet ? null : openProgress(monitor.monitor, process.stderr);
  const run = runMonitor(ports, {
    ...{ monitor, now, run: randomUUID() },
    withReports: true,
    ...(bar && { progress: bar.show }),
    connect: connectSinks(ports.workspace, process.env),
  });
  return run.finally(() => bar?.close());
}

/** As `driftwatch <command> --help` says it. */
export const EXIT_CODES = `
Exit code:
  0  no alert
  1  a window holds an alert, or an input was set aside
  2  wrong input
  3  a part failed, or another run is at work: the next run goes on with it`;

/** 3 where a shard or a window failed or another run has the monitor, 1 where people are alerted of a window or an input, else 0. */
export function exitCode(summaries: readonly RunSummary[]): number {
  if (summaries.some(({ status, failed }) => status === 'busy' || failed.length > 0)) return 3;
  if (summaries.some(({ aside }) => aside.length > 0)) return 1;
  const findings = summaries.flatMap(({ windows }) => windows.flatMap((window) => window.findings));
  return findings.some(({ severity }) => severity === 'alert') ? 1 : 0;
}
