import { Command } from 'commander';
import { explainIncident } from '../../lib/audit/explain-incident.ts';
import { findIncident, listIncidents } from '../../lib/audit/find-incident.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { printable } from '../../lib/printable.ts';
import { describeExplanation } from '../../lib/report/explain-text.ts';
import { describeReplay } from '../../lib/report/replay-text.ts';
import { print } from './print.ts';
import { openWorkspace } from './workspace.ts';

const EXIT_CODES = `
Exit code with --replay:
  0  the same
  1  it differs
  2  wrong input
  3  it could not be recomputed, or not all of it`;

const EXIT = { same: 0, differs: 1, cannot: 3 } as const;

interface Options {
  readonly monitor?: string;
  readonly replay?: true;
  readonly json?: true;
}

/** `driftwatch explain`: from an incident back to what led to it. */
export function explainCommand(): Command {
  return new Command('explain')
    .description(
      'print the path from an incident to its findings, results, audit records, configuration, code, baseline and objects',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('[incident]', 'its id, or what only its id begins with; default: list the incidents')
    .option('--monitor <monitor>', 'the monitor that it is of; default: any')
    .option('--replay', 'recompute its findings, and say whether they are the same')
    .option('--json', 'print as JSON')
    .addHelpText('after', EXIT_CODES)
    .action(async (location: string, id: string | undefined, options: Options) => {
      const { ports, monitors } = await openWorkspace(location, options.monitor);
      try {
        if (id === undefined) await list(ports, monitors, options);
        else await explain(ports, monitors, id, options);
      } finally {
        await ports.close();
      }
    });
}

const namesOf = (monitors: readonly Monitor[]) => monitors.map(({ monitor }) => monitor);

async function list(ports: Ports, monitors: readonly Monitor[], { json }: Options): Promise<void> {
  const incidents = await listIncidents(ports, namesOf(monitors));
  if (json) console.log(JSON.stringify(incidents, null, 1));
  else if (incidents.length === 0) print('there are no incidents');
  else
    for (const { monitor, incident } of incidents)
      print(`${printable(incident.id)} (${monitor}, ${incident.resolved ? 'resolved' : 'open'})`);
}

async function explain(
  ports: Ports,
  monitors: readonly Monitor[],
  id: string,
  { replay, json }: Options,
): Promise<void> {
  const found = await findIncident(ports, namesOf(monitors), id);
  const monitor = monitors.find((one) => one.monitor === found.monitor) as Monitor;
  const explanation = await explainIncident(ports, monitor, found.incident, {
    replay: replay === true,
  });
  const replayed = explanation.replay;
  if (replayed) process.exitCode = EXIT[replayed.verdict];
  if (json) console.log(JSON.stringify(explanation, null, 1));
  else {
    print(describeExplanation(explanation));
    if (replayed) print(`\n${describeReplay(replayed, explanation.elsewhere)}`);
  }
}
