import { randomUUID } from 'node:crypto';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { type RunSummary, runMonitor } from '../../lib/pipeline/run-monitor.ts';
import { describeRun } from '../../lib/report/run-text.ts';
import { positiveInteger } from './options.ts';
import { openWorkspace } from './workspace.ts';

/** `driftwatch run`: one scheduled run, now. Exit code 1 where a window was judged to hold an alert, 3 where a part failed. */
export function runCommand(): Command {
  return new Command('run')
    .description(
      'one scheduled run, now: read what is new, judge the windows that are over, act on what was found',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('[monitor]', 'default: every monitor of the workspace')
    .option('--json', 'print the summary as JSON')
    .option(
      '--threads <n>',
      'threads of the engine; one gives the same bytes every time',
      positiveInteger,
    )
    .action(
      async (
        location: string,
        name: string | undefined,
        options: { json?: true; threads?: number },
      ) => {
        const { ports, monitors } = await openWorkspace(location, name, options);
        const summaries: RunSummary[] = [];
        try {
          for (const monitor of monitors) {
            const bar = progressBar(monitor.monitor, options.json === true);
            const now = new Date();
            const summary = await runMonitor(ports, {
              monitor,
              now,
              run: randomUUID(),
              onProgress: bar.show,
            }).finally(bar.stop);
            summaries.push(summary);
            if (!options.json) console.log(describeRun(summary));
          }
        } finally {
          await ports.close();
        }
        if (options.json)
          console.log(JSON.stringify(name === undefined ? summaries : summaries[0], null, 1));
        process.exitCode = exitCode(summaries);
      },
    );
}

function exitCode(summaries: readonly RunSummary[]): number {
  if (summaries.some(({ failed }) => failed.length > 0)) return 3;
  const findings = summaries.flatMap(({ windows }) => windows.flatMap((window) => window.findings));
  return findings.some(({ severity }) => severity === 'alert') ? 1 : 0;
}

function progressBar(monitor: string, quiet: boolean) {
  if (quiet || !process.stderr.isTTY) return { show: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: `${monitor} {step} {bar} {value}/{total}`,
    hideCursor: true,
    clearOnComplete: true,
  });
  return {
    show: ({ step, done, total }: { step: string; done: number; total: number }) => {
      if (done === 1) bar.start(total, 0, { step });
      bar.update(done, { step });
    },
    stop: () => bar.stop(),
  };
}
