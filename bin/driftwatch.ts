import { Command } from 'commander';
import { BusyError, ConfigError } from '../lib/errors.ts';
import { terminalText } from '../lib/printable.ts';
import packageFile from '../package.json' with { type: 'json' };

/** Imported by need: to start with all of them takes seconds. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./commands/init.ts')).initCommand(),
  baseline: async () => (await import('./commands/baseline.ts')).baselineCommand(),
  run: async () => (await import('./commands/run.ts')).runCommand(),
  'catch-up': async () => (await import('./commands/catch-up.ts')).catchUpCommand(),
  replay: async () => (await import('./commands/replay.ts')).replayCommand(),
  report: async () => (await import('./commands/report.ts')).reportCommand(),
  serve: async () => (await import('./commands/serve.ts')).serveCommand(),
  collect: async () => (await import('./commands/collect.ts')).collectCommand(),
  migrate: async () => (await import('./commands/migrate.ts')).migrateCommand(),
  tables: async () => (await import('./commands/tables.ts')).tablesCommand(),
  promote: async () => (await import('./commands/promote.ts')).promoteCommand(),
  thresholds: async () => (await import('./commands/thresholds.ts')).thresholdsCommand(),
  approve: async () => (await import('./commands/approve.ts')).approveCommand(),
  audit: async () => (await import('./commands/audit.ts')).auditCommand(),
  explain: async () => (await import('./commands/explain.ts')).explainCommand(),
  backtest: async () => (await import('./commands/backtest.ts')).backtestCommand(),
};

const program = new Command('driftwatch')
  .description(
    'Watches machine-learning models: quality, drift and performance of their logged predictions.',
  )
  .version(packageFile.version)
  .configureOutput({ outputError: (text, write) => write(text) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
const named = Object.entries(commands).filter(([name]) => name === process.argv[2]);
for (const [, make] of named.length > 0 ? named : Object.entries(commands)) {
  const command = (await make()).copyInheritedSettings(program);
  for (const inner of command.commands) inner.copyInheritedSettings(program);
  program.addCommand(command);
}

try {
  await program.parseAsync();
} catch (error) {
  const wrong = error instanceof ConfigError;
  const isTold = wrong || error instanceof BusyError;
  console.error(terminalText(isTold ? error.message : ((error as Error).stack ?? String(error))));
  process.exitCode = wrong ? 2 : 3;
}
