import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup } from '../../e2e/support/emulator-server.ts';

export interface LoopbackServer {
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts a program that serves on loopback, in a folder of its own, and waits until `ready` answers. */
export async function startServer(
  command: string,
  args: (folder: string) => readonly string[],
  ready: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<LoopbackServer> {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-sinks-'));
  const logFile = join(folder, 'server.log');
  const log = openSync(logFile, 'w');
  const server: ChildProcess = spawn(command, args(folder), {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, HOME: folder, ...environment },
  });
  closeSync(log);
  server.on('error', () => {});
  const stop = async () => {
    await endGroup(server);
    rmSync(folder, { recursive: true, force: true });
  };
  for (const deadline = Date.now() + 150_000; Date.now() < deadline; await sleep(200)) {
    if (server.exitCode !== null) break;
    const answer = await fetch(ready).catch(() => null);
    if (answer?.ok) return { folder, stop };
  }
  const said = readFileSync(logFile, 'utf8').slice(-2000);
  await stop();
  throw new Error(`${command} did not come up at ${ready}. It said:\n${said}`);
}
