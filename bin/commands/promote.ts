import { Command } from 'commander';
import { promote } from '../../lib/pipeline/promote.ts';
import { print } from './print.ts';
import { openWorkspace } from './workspace.ts';

/** `driftwatch promote`: puts a challenger in the champion's place. */
export function promoteCommand(): Command {
  return new Command('promote')
    .description(
      "put a variant in the champion's place: its baseline version counts for what the next runs read",
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('<monitor>')
    .argument('<variant>')
    .option('--anyway', 'even where the comparison does not say so, or to go back to a former one')
    .action(async (location: string, name: string, variant: string, options: { anyway?: true }) => {
      const { ports, monitors } = await openWorkspace(location, name);
      try {
        for (const monitor of monitors) {
          const anyway = options.anyway === true;
          const { over } = await promote(ports, { monitor, variant, now: new Date(), anyway });
          print(
            `${variant} takes the place of ${over} of ${name}; the next run says so and goes by it`,
          );
        }
      } finally {
        await ports.close();
      }
    });
}
