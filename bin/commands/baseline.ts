import { Command } from 'commander';
import { ConfigError } from '../../lib/errors.ts';
import { ensureBaseline } from '../../lib/pipeline/ensure-baseline.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { print } from './print.ts';
import { openWorkspace } from './workspace.ts';

/** `driftwatch baseline`: freezes the newest data set of baselines/<monitor>/. */
export function baselineCommand(): Command {
  return new Command('baseline')
    .description(
      'build baselines/<monitor>/<version>/profile.json from the data set that was dropped there',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('<monitor>')
    .action(async (location: string, name: string) => {
      const { ports, monitors } = await openWorkspace(location, name);
      try {
        const [monitor] = monitors;
        const baseline = monitor && (await ensureBaseline(ports, monitor));
        if (!baseline) {
          throw new ConfigError(
            `there is no data set: drop one into ${ports.workspace.locate(`${layout.baselines(name)}v1/`)}`,
          );
        }
        for (const note of baseline.notes) print(note);
        const rows = baseline.slices[0]?.profile.rows ?? 0;
        print(
          `baseline ${baseline.version} of ${name}: ${rows} rows, ${baseline.frame.columns.length} columns`,
        );
        print(ports.workspace.locate(layout.baseline(name, baseline.version)));
      } finally {
        await ports.close();
      }
    });
}
