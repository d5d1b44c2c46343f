import { Command } from 'commander';
import { readChain } from '../../lib/audit/read-chain.ts';
import { describeVerification } from '../../lib/report/audit-text.ts';
import { print } from './print.ts';
import { openWorkspace } from './workspace.ts';

const EXIT_CODES = `
Exit code:
  0  the chain is whole
  1  a record was altered, dropped, moved or put in
  2  wrong input`;

/** `driftwatch audit`: what concerns the chain of audit records. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('look after the chain of audit records')
    .addCommand(verifyCommand());
}

function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'recompute the hash of every audit record and follow the chain from the last to the first',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('<monitor>')
    .option('--json', 'print as JSON')
    .addHelpText('after', EXIT_CODES)
    .action(async (location: string, name: string, options: { json?: true }) => {
      const { ports } = await openWorkspace(location, name);
      try {
        const verification = await readChain(ports, name);
        if (options.json) console.log(JSON.stringify({ monitor: name, ...verification }, null, 1));
        else print(describeVerification(name, verification));
        process.exitCode = verification.faults.length === 0 ? 0 : 1;
      } finally {
        await ports.close();
      }
    });
}
