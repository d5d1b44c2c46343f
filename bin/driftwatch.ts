import { Command } from 'commander';
import { BusyError, ConfigError } from '../lib/errors.ts';
import { terminalText } from '../lib/printable.ts';
import { approveCommand } from './commands/approve.ts';
import { auditCommand } from './commands/audit.ts';
import { backtestCommand } from './commands/backtest.ts';
import { baselineCommand } from './commands/baseline.ts';
import { catchUpCommand } from './commands/catch-up.ts';
import { collectCommand } from './commands/collect.ts';
import { explainCommand } from './commands/explain.ts';
import { initCommand } from './commands/init.ts';
import { migrateCommand } from './commands/migrate.ts';
import { promoteCommand } from './commands/promote.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { tablesCommand } from './commands/tables.ts';
import { thresholdsCommand } from './commands/thresholds.ts';

const program = new Command('driftwatch')
  .description(
    'Watches machine-learning models: quality, drift and performance of their logged predictions.',
  )
  .configureOutput({ outputError: (text, write) => write(text) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
for (const make of [
  initCommand,
  baselineCommand,
  runCommand,
  catchUpCommand,
  replayCommand,
  reportCommand,
  serveCommand,
  collectCommand,
  migrateCommand,
  tablesCommand,
  promoteCommand,
  thresholdsCommand,
  approveCommand,
  auditCommand,
  explainCommand,
  backtestCommand,
]) {
  const command = make().copyInheritedSettings(program);
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
