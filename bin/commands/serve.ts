import { Command } from 'commander';
import { servePages } from '../../lib/report/serve/serve-pages.ts';
import { positiveInteger } from './options.ts';
import { print } from './print.ts';
import { openServed } from './served-workspace.ts';

const PORT = 4180;

/** `driftwatch serve`: the overview and the reports in a browser of this machine. */
export function serveCommand(): Command {
  return new Command('serve')
    .description(
      'show the overview and the reports in a browser, for this machine alone, until Ctrl-C',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .option(
      '--port <n>',
      `the port; default ${PORT}, or a free one where it is taken`,
      positiveInteger,
    )
    .action(async (location: string, { port }: { readonly port?: number }) => {
      const { workspace, close } = await openServed(location);
      const server = await servePages(workspace, port ?? PORT, port === undefined);
      print(`${server.url}\nCtrl-C ends it.`);
      await new Promise<void>((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      });
      await server.close();
      await close();
    });
}
