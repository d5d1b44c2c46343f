import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import type { Monitor } from '../../lib/monitor/schema.ts';
import {
  type Answered,
  answerRequest,
  awaitingApproval,
} from '../../lib/pipeline/approve-retraining.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { print } from './print.ts';
import { openWorkspace } from './workspace.ts';

const BUSY = 3;
/** How long a run that is at work is waited for. */
const PATIENCE_MILLISECONDS = 60_000;

interface Options {
  readonly reject?: true;
  readonly by: string;
  readonly json?: true;
}

/** `driftwatch approve`: says yes or no to a retraining request that waits for it, or lists those that do. */
export function approveCommand(): Command {
  return new Command('approve')
    .description(
      'approve a retraining request (`retrain.approve: manual`), which starts it, or reject it; without an id: list what waits',
    )
    .argument('<workspace>', 'a folder or s3://bucket')
    .argument('[monitor]', 'its name; default: those of all monitors are listed')
    .argument('[request]', 'its id, as the message and the list say it')
    .option('--reject', 'reject it: nothing is asked for before the cooldown is over')
    .option('--by <name>', 'who says so, for the audit record', userInfo().username)
    .option('--json', 'print as JSON')
    .addHelpText('after', EXIT_CODES)
    .action(
      async (
        location: string,
        name: string | undefined,
        id: string | undefined,
        options: Options,
      ) => {
        const { ports, monitors } = await openWorkspace(location, name);
        try {
          const [monitor] = monitors;
          if (id === undefined) await list(ports, monitors, location, options);
          else if (monitor) await answer(ports, monitor, id, options);
        } finally {
          await ports.close();
        }
      },
    );
}

const EXIT_CODES = `
Exit code:
  0  done
  2  no such request waits, or it has lapsed
  3  another run is at work: try again`;

async function list(
  ports: Ports,
  monitors: readonly Monitor[],
  workspace: string,
  { json }: Options,
): Promise<void> {
  const waiting = [];
  for (const monitor of monitors) {
    const one = await awaitingApproval(ports, monitor);
    if (one) waiting.push(one);
  }
  if (json) console.log(JSON.stringify(waiting, null, 1));
  else if (waiting.length === 0) print('nothing waits for approval');
  else
    for (const { request, until } of waiting) {
      const { id, monitor, reason, since, baseline, manifest, checks = [] } = request;
      print(`${monitor} ${id}: retraining because of ${reason}`);
      for (const { name, message } of checks) print(`  ${name}: ${message}`);
      print(`  data since ${since ?? 'the start'}, listed in ${manifest}`);
      print(`  baseline to beat: ${baseline}; lapses on ${until}`);
      print(`  driftwatch approve ${workspace} ${monitor} ${id}`);
    }
}

async function answer(ports: Ports, monitor: Monitor, id: string, options: Options): Promise<void> {
  const { by, reject, json } = options;
  const answered = await whenFree(() =>
    answerRequest(ports, monitor, { request: id, approve: !reject, by, now: new Date() }),
  );
  if (answered.outcome === 'busy') process.exitCode = BUSY;
  if (json) console.log(JSON.stringify(answered, null, 1));
  else print(said(monitor.monitor, id, answered));
}

function said(monitor: string, id: string, { outcome, reason }: Answered): string {
  if (outcome === 'sent') return `${monitor}: request ${id} was approved and sent`;
  if (outcome === 'waits') return `${monitor}: approved; ${reason}`;
  if (outcome === 'rejected') return `${monitor}: ${reason}`;
  return `${monitor}: ${reason}; nothing was done`;
}

async function whenFree(ask: () => Promise<Answered>): Promise<Answered> {
  for (const end = Date.now() + PATIENCE_MILLISECONDS; ; await sleep(2000)) {
    const answered = await ask();
    if (answered.outcome !== 'busy' || Date.now() > end) return answered;
  }
}
