import { Command } from 'commander';
import { ConfigError } from '../../lib/errors.ts';
import { layout, windowName } from '../../lib/pipeline/layout.ts';
import { windowText } from '../../lib/report/window-text.ts';
import { parseResult } from '../../lib/results-schema.ts';
import { openWorkspace } from './workspace.ts';

/** `driftwatch report`: the newest judged window, or a named one, as a page of text. */
export function reportCommand(): Command {
  return new Command('report')
    .description('write the report of a judged window and print where it is')
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('<monitor>')
    .option(
      '--window <start>',
      'the window that starts then, as in 2026-11-01 or 2026-11-01T06:00:00Z; default: the newest',
    )
    .action(async (location: string, name: string, options: { window?: string }) => {
      const { ports } = await openWorkspace(location, name);
      try {
        const prefix = `results/${name}/`;
        const keys = (await ports.workspace.list(prefix)).map(({ key }) => key);
        const key =
          options.window === undefined
            ? keys.at(-1)
            : keys.find((one) => one === layout.result(name, startOf(options.window ?? '')));
        if (key === undefined) {
          throw new ConfigError(
            keys.length === 0
              ? `no window of ${name} has been judged yet: \`driftwatch run\` judges those that are over`
              : `no window of ${name} that starts at ${options.window} has been judged; the newest is ${keys.at(-1)?.slice(prefix.length)}`,
          );
        }
        const result = parseResult((await ports.workspace.read(key)) ?? '');
        const report = layout.report(name, Date.parse(result.window.start));
        await ports.workspace.write(report, windowText(result));
        console.log(ports.workspace.locate(report));
      } finally {
        await ports.close();
      }
    });
}

function startOf(text: string): number {
  const start = Date.parse(text);
  if (Number.isNaN(start))
    throw new ConfigError(
      `--window ${text} is no time: write it as in 2026-11-01 or ${windowName(0)}`,
    );
  return start;
}
