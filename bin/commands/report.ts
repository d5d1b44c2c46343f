import { Command } from 'commander';
import { monitorMetrics } from '../../lib/metrics/custom/monitor-metrics.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { completeResult } from '../../lib/pipeline/complete-result.ts';
import { layout, windowOfName } from '../../lib/pipeline/layout.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { readComparisons } from '../../lib/pipeline/read-comparisons.ts';
import { writeOverview } from '../../lib/pipeline/write-overview.ts';
import { writeReport } from '../../lib/pipeline/write-report.ts';
import { rolloutText } from '../../lib/report/rollout-text.ts';
import { windowText } from '../../lib/report/window-text.ts';
import type { WindowResult } from '../../lib/results.ts';
import { judgedWindow, WINDOW_OPTION } from './judged-window.ts';
import { print } from './print.ts';
import { openWorkspace } from './workspace.ts';

/** Every page of a monitor and its overview; says where that is. */
async function drawAll(ports: Ports, monitor: Monitor): Promise<string> {
  const results = await ports.workspace.list(layout.results(monitor.monitor));
  const windows = results.flatMap(({ key }) => windowOfName(`/${key}`) ?? []);
  const complete = (one: WindowResult) => completeResult(ports, monitor, one);
  for (const window of windows) await writeReport(ports, { monitor, window, complete });
  await writeOverview(ports, monitor, windows, new Date());
  return ports.workspace.locate(layout.overview(monitor.monitor));
}

/** `driftwatch report`: the newest judged window, or a named one, as a page of text. */
export function reportCommand(): Command {
  return new Command('report')
    .description('write the report of a judged window and print where it is')
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('<monitor>')
    .option(...WINDOW_OPTION)
    .option(
      '--all',
      'draw every page and the overview anew, from the results; not while a run works',
    )
    .action(async (location: string, name: string, options: { window?: string; all?: true }) => {
      const { ports, monitors } = await openWorkspace(location, name);
      try {
        if (options.all) {
          for (const monitor of monitors) print(await drawAll(ports, monitor));
          return;
        }
        const result = await judgedWindow(ports, name, options.window);
        const report = layout.report(name, Date.parse(result.window.start));
        const window = windowText(result, monitors.flatMap(monitorMetrics));
        const rollout = (await Promise.all(monitors.map((one) => readComparisons(ports, one))))
          .flatMap((one) => (one ? rolloutText({ rollout: one }) : []))
          .map((line) => `${line}\n`);
        await ports.workspace.write(report, [window, ...rollout].join(''));
        print(ports.workspace.locate(report));
        for (const monitor of monitors) {
          const page = await writeReport(ports, {
            monitor,
            window: Date.parse(result.window.start),
            complete: (one) => completeResult(ports, monitor, one),
          });
          if (page !== null) print(ports.workspace.locate(page));
        }
      } finally {
        await ports.close();
      }
    });
}
