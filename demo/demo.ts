import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type OpenPorts, openFolder } from '../lib/adapters/folder/ports.ts';
import { parseMonitor } from '../lib/monitor/load.ts';
import { layout } from '../lib/pipeline/layout.ts';
import { runMonitor } from '../lib/pipeline/run-monitor.ts';
import { isoDay } from './calendar.ts';
import { play } from './play.ts';
import { createScreen } from './screen.ts';

const workspace = resolve('.demo');
const screen = createScreen(process.stdout);
let ports: OpenPorts | undefined;
/** Of the last run that changed any. */
let reports: readonly number[] = [];

/** One scheduled run, as `driftwatch run` does it, at an hour of the past. */
async function run(now: Date) {
  ports ??= await openFolder(workspace);
  const file = join(workspace, 'monitors', 'flight-delays.yaml');
  const monitor = parseMonitor(readFileSync(file, 'utf8'), 'flight-delays.yaml');
  const summary = await runMonitor(ports, {
    monitor,
    now,
    run: `demo-${isoDay(now.getTime())}`,
    withReports: true,
  });
  reports = summary.reports.length > 0 ? summary.reports : reports;
  const [failure] = summary.failed;
  if (failure) throw new Error(`shard ${failure.shard} failed: ${failure.error}`);
  return summary;
}

try {
  process.exitCode = await play(workspace, screen, run);
  const page = layout.page('flight-delays', reports.at(-1) ?? 0);
  screen.line(`\nThe report of its last window: ${join(workspace, page)}`);
  screen.line(`The overview: ${join(workspace, layout.overview('flight-delays'))}`);
  screen.line('  to see it: npm run -s driftwatch -- serve .demo');
} finally {
  screen.end();
  await ports?.close();
}
