import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { ConfigError } from '../../lib/errors.ts';
import { keepBias } from '../../lib/migrate/bias.ts';
import { differencesFrom } from '../../lib/migrate/check-data-set.ts';
import { parseConstraints } from '../../lib/migrate/constraints-file.ts';
import { keepDataQuality } from '../../lib/migrate/data-quality.ts';
import { mergeThresholds } from '../../lib/migrate/merge-thresholds.ts';
import { keepModelQuality } from '../../lib/migrate/model-quality.ts';
import { type Migrated, writeMonitorFile } from '../../lib/migrate/monitor-file.ts';
import { joinOutcomes } from '../../lib/migrate/outcome.ts';
import { parseStatistics, type Statistics } from '../../lib/migrate/statistics-file.ts';
import { targetOf, taskOf } from '../../lib/migrate/target.ts';
import { copyWithHeader } from '../../lib/migrate/with-header.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import { ensureBaseline } from '../../lib/pipeline/ensure-baseline.ts';
import { layout } from '../../lib/pipeline/layout.ts';
import { migrationText } from '../../lib/report/migration-text.ts';

interface Options {
  readonly out: string;
  readonly monitor: string;
  readonly task?: 'binary' | 'multiclass' | 'regression';
  readonly target?: string;
  readonly data?: string;
  readonly modelQuality?: string;
  readonly bias?: string;
  readonly captures?: { readonly bucket: string; readonly prefix: string };
  readonly groundTruth?: { readonly bucket: string; readonly prefix: string };
  readonly endpoint?: string;
  readonly schedule?: string;
}

/** `driftwatch migrate`: a monitor file and a baseline from what SageMaker Model Monitor was told. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description("make a monitor of SageMaker Model Monitor's statistics.json and constraints.json")
    .argument('<statistics.json>', 'of the baseline of data quality')
    .argument('<constraints.json>', 'of the same')
    .option('--out <folder>', 'the workspace that it is written to', '.')
    .option('--monitor <name>', 'what the monitor is called', 'migrated')
    .addOption(
      new Option('--task <task>', 'what the model does; default: as the target tells').choices([
        'binary',
        'multiclass',
        'regression',
      ]),
    )
    .option('--target <column>', 'what the model predicts, or none; default: the first feature')
    .option('--data <file>', 'the data set that the baseline was made of')
    .option('--model-quality <constraints.json>', 'of a model quality monitor')
    .option('--bias <analysis.json>', 'of a bias monitor')
    .option('--captures <s3://bucket/prefix>', 'where data capture writes', s3Location)
    .option('--ground-truth <s3://bucket/prefix>', 'where labels are uploaded to', s3Location)
    .option('--endpoint <name>', 'whose alarms are to go on working')
    .option('--schedule <name>', 'the monitoring schedule, likewise')
    .action(migrate);
}

async function migrate(statisticsFile: string, constraintsFile: string, options: Options) {
  const { out, monitor: name } = options;
  const target = join(out, layout.monitor(name));
  if (existsSync(target))
    throw new ConfigError(`${target} is there already: name another --monitor`);
  const statistics = parseStatistics(await text(statisticsFile), statisticsFile);
  const constraints = parseConstraints(await text(constraintsFile), constraintsFile);
  const column = targetOf(statistics, options.target, statisticsFile);
  const features = constraints.features.filter((feature) => feature.name !== column);
  const data = keepDataQuality({ ...constraints, features }, statistics);
  const quality =
    options.modelQuality === undefined
      ? null
      : keepModelQuality(await text(options.modelQuality), options.modelQuality);
  const bias = options.bias === undefined ? null : keepBias(await text(options.bias), options.bias);
  const task = taskOf(statistics, column, options.task, quality?.task);
  const parts = [task, data, ...(quality ? [quality] : []), ...(bias ? [bias] : [])];
  const migrated: Migrated = {
    monitor: name,
    task: task.task,
    constraints,
    target: column,
    thresholds: mergeThresholds(
      parts.flatMap((part) => ('thresholds' in part ? [part.thresholds] : [])),
    ),
    facets: bias?.facets ?? [],
    outcome: joinOutcomes(parts.map(({ outcome }) => outcome)),
    captures: options.captures ?? {},
    groundTruth: options.groundTruth ?? {},
    endpoint: options.endpoint,
    schedule: options.schedule,
  };
  const file = writeMonitorFile(migrated);
  if (options.data !== undefined && !existsSync(options.data))
    throw new ConfigError(`there is no file ${options.data}`);
  await mkdir(join(out, 'monitors'), { recursive: true });
  await mkdir(join(out, layout.baselines(name), 'v1'), { recursive: true });
  const baseline =
    options.data === undefined
      ? null
      : await dropDataSet(out, name, file, statistics, options.data);
  await writeFile(target, file);
  console.log(
    migrationText({
      file: target,
      monitor: name,
      workspace: out,
      folder: join(out, layout.baselines(name), 'v1/'),
      outcome: migrated.outcome,
      baseline,
    }),
  );
}

/** Puts the data set where it belongs, once it is known to be the one that the statistics were taken of, and freezes it. */
async function dropDataSet(
  out: string,
  name: string,
  file: string,
  statistics: Statistics,
  data: string,
) {
  const ports = await openFolder(out);
  try {
    const engine = await ports.openEngine();
    const { size } = await stat(data);
    // The engine reads no file outside of the workspace and of scratch.
    const path = join(ports.scratch, basename(data));
    await copyWithHeader(statistics, data, path);
    const input = { key: data, size, file: { path, release: async () => {} } };
    const differences = await differencesFrom(engine, statistics, input, ports.scratch).finally(
      () => engine.close(),
    );
    if (differences.length > 0)
      throw new ConfigError(
        [
          `${data} is not the data set of these statistics:`,
          ...differences.slice(0, 10).map((one) => `  ${one}`),
          'Leave out --data, and drop the data set that you want by hand.',
        ].join('\n'),
      );
    await copyFile(path, join(out, layout.baselines(name), 'v1', basename(data)));
    const built = await ensureBaseline(ports, parseMonitor(file, `${name}.yaml`));
    return {
      rows: built?.slices[0]?.profile.rows ?? 0,
      columns: built?.frame.columns.length ?? 0,
      notes: built?.notes ?? [],
    };
  } finally {
    await ports.close();
  }
}

async function text(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new ConfigError(`there is no file ${file}`) : error;
  });
}

function s3Location(value: string): { bucket: string; prefix: string } {
  const match = /^s3:\/\/([^/]{3,})\/?(.*)$/.exec(value);
  if (!match?.[1]) throw new InvalidArgumentError('write it as in s3://bucket/prefix/');
  return { bucket: match[1], prefix: match[2] ?? '' };
}
