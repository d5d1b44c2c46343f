import { Command } from 'commander';
import type { RunSummary } from '../../lib/pipeline/run-monitor.ts';
import { positiveInteger } from './options.ts';
import { printRun } from './print-run.ts';
import { EXIT_CODES, exitCode, runNow } from './run-now.ts';
import { openWorkspace } from './workspace.ts';

/** `driftwatch run`: one scheduled run, now. */
export function runCommand(): Command {
  return new Command('run')
    .description(
      'one scheduled run, now: read what is new, judge the windows that are over, act on what was found',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('[monitor]', 'default: every monitor of the workspace')
    .option('--json', 'print the summary as JSON')
    .option('--quiet', 'show no bar of progress')
    .option(
      '--threads <n>',
      'threads of the engine; one gives the same bytes every time',
      positiveInteger,
    )
    .addHelpText('after', EXIT_CODES)
    .action(
      async (
        location: string,
        name: string | undefined,
        options: { json?: true; quiet?: true; threads?: number },
      ) => {
        const { ports, monitors } = await openWorkspace(location, name, options);
        const summaries: RunSummary[] = [];
        try {
          for (const monitor of monitors) {
            const now = new Date();
            const quiet = options.json ?? options.quiet;
            const summary = await runNow(ports, monitor, { quiet, now });
            summaries.push(summary);
            if (!options.json)
              await printRun(ports, monitor, summary, { workspace: location, now });
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
