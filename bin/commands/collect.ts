import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { type OpenCollector, openCollector } from '../../lib/adapters/folder/collector.ts';
import { type CollectCounts, collect } from '../../lib/collect/collect.ts';
import { collectedAmong } from '../../lib/collect/collected-of.ts';
import type { Collected } from '../../lib/collect/objects.ts';
import { serveIntake } from '../../lib/collect/serve-intake.ts';
import { ConfigError } from '../../lib/errors.ts';
import { loadMonitors } from '../../lib/monitor/load.ts';
import { positiveInteger } from './options.ts';
import { print } from './print.ts';

const PORT = 4190;
const SECONDS = 10;

interface Options {
  readonly port: number;
  readonly every: number;
}

/** `driftwatch collect`: takes events of payload loggers into a folder. */
export function collectCommand(): Command {
  return new Command('collect')
    .description(
      'take events of Seldon Core and KServe payload loggers into a folder, on this machine alone, until Ctrl-C',
    )
    .argument('<workspace>', 'a folder; in a bucket the deployed collector does it')
    .option('--port <n>', 'the port', positiveInteger, PORT)
    .option('--every <seconds>', 'how often pairs are written', positiveInteger, SECONDS)
    .action(async (root: string, options: Options) => {
      const collected = monitorsOf(root);
      const ports = await openCollector(root);
      const monitors = new Set(collected.map(({ monitor }) => monitor));
      const server = await serveIntake(
        { spool: ports.spool, monitors, secret: null },
        options.port,
      );
      for (const name of monitors) print(`${server.url}${name}`);
      print('Ctrl-C ends it.');
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
      const pause = options.every * 1000;
      const slept = () => sleep(pause, true, { signal: stop.signal }).catch(() => false);
      while (await slept()) await collectAll(ports, collected);
      await server.close();
      await collectAll(ports, collected);
      await ports.close();
    });
}

function monitorsOf(root: string): Collected[] {
  if (root.startsWith('s3://'))
    throw new ConfigError(
      `${root}: events for a bucket go to its deployed collector (docs/seldon-and-kserve.md)`,
    );
  return collectedAmong(loadMonitors(`${root}/monitors`), root);
}

async function collectAll(ports: OpenCollector, collected: readonly Collected[]): Promise<void> {
  for (const one of collected) {
    const counts = await collect(ports, one, new Date());
    if (counts && Object.values(counts).some((count) => count > 0))
      print(`${new Date().toISOString()} ${one.monitor}: ${inWords(counts)}`);
  }
}

function inWords({ paired, late, repeated, feedback, missing, aside }: CollectCounts): string {
  const parts = [
    `${paired} written`,
    late && `${late} of them late`,
    repeated && `${repeated} had been written before`,
    feedback && `${feedback} of feedback`,
    missing && `${missing} halves wait for more than an hour`,
    aside && `${aside} halves set aside`,
  ];
  return parts.filter(Boolean).join(', ');
}
