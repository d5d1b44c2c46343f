import { Command } from 'commander';
import { layout } from '../../lib/pipeline/layout.ts';
import { rebuildTables } from '../../lib/pipeline/rebuild-tables.ts';
import { openWorkspace } from './workspace.ts';

/** `driftwatch tables`: what windows of an older release hold, as Parquet too. */
export function tablesCommand(): Command {
  return new Command('tables')
    .description(
      'write the Parquet tables anew from results and incidents, and print where they are',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('<monitor>')
    .action(async (location: string, name: string) => {
      const { ports, monitors } = await openWorkspace(location, name);
      try {
        for (const monitor of monitors) {
          const { windows, incidents } = await rebuildTables(ports, monitor);
          console.log(`${monitor.monitor}: ${windows} windows, ${incidents} incidents`);
          for (const table of ['measurements', 'findings', 'incidents'])
            console.log(ports.workspace.locate(layout.tables(table, monitor.monitor)));
        }
      } finally {
        await ports.close();
      }
    });
}
