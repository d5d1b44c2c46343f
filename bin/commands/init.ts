import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { openDuckDb } from '../../lib/adapters/duckdb/engine.ts';
import { ConfigError } from '../../lib/errors.ts';
import { exampleMonitor, exampleRows } from './example.ts';
import { print } from './print.ts';

/** `driftwatch init`: a workspace with a monitor, a reference data set and three days of predictions to try it on. */
export function initCommand(): Command {
  return new Command('init')
    .description('make a workspace with an example monitor and example data')
    .argument('<folder>')
    .action(async (folder: string) => {
      if (existsSync(join(folder, 'monitors')))
        throw new ConfigError(`${folder} is a workspace already`);
      const folders = [
        'monitors',
        'baselines/credit-risk/v1',
        'predictions/credit-risk',
        'labels/credit-risk',
      ];
      for (const one of folders) await mkdir(join(folder, one), { recursive: true });
      await writeFile(join(folder, 'monitors/credit-risk.yaml'), exampleMonitor);
      const engine = await openDuckDb({ threads: 1, memoryMegabytes: 300, spillFolder: folder });
      try {
        for (const [file, rows] of Object.entries(exampleRows(new Date())))
          await engine.run(rows(join(folder, file)));
      } finally {
        engine.close();
      }
      print(
        `a workspace is in ${folder}; the third of its days has drifted. Next:\n  driftwatch run ${folder}`,
      );
    });
}
