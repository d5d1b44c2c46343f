import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { get as getSecure } from 'node:https';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ACCOUNT, REGION } from './emulator-clients.ts';

const SERVE = fileURLToPath(new URL('./serve_emulator.py', import.meta.url));

export interface ServerOptions {
  readonly python: string;
  readonly port: number;
  readonly state: string;
  readonly logFile: string;
  readonly enforceIam: boolean;
}

/** Lambda workers are `node` from PATH and inherit this environment; os.tmpdir() is TMPDIR to them. */
export function serve({ python, port, state, logFile, enforceIam }: ServerOptions): ChildProcess {
  const log = openSync(logFile, 'w');
  const server = spawn(python, ['-u', SERVE], {
    cwd: state,
    detached: true,
    stdio: ['pipe', log, log],
    env: {
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
      HOME: state,
      TMPDIR: state,
      STATE_DIR: state,
      S3_DATA_DIR: join(state, 's3'),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      MINISTACK_REGION: REGION,
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
      ...(enforceIam && { AUTH: 'true', USE_SSL: '1' }),
    },
  });
  closeSync(log);
  server.on('error', () => {});
  server.stdin?.on('error', () => {});
  return server;
}

export async function healthy(
  server: ChildProcess,
  endpoint: string,
  certificate?: string,
): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
    if (server.exitCode !== null) throw new Error(`It exited with ${server.exitCode}.`);
    if (certificate !== undefined && !existsSync(certificate)) continue;
    if (await answers(`${endpoint}/_ministack/health`, certificate)) return;
  }
  throw new Error('It was not healthy after 60 s.');
}

function answers(url: string, certificate?: string): Promise<boolean> {
  return new Promise((done) => {
    const request =
      certificate === undefined ? get(url) : getSecure(url, { ca: readFileSync(certificate) });
    request.once('error', () => done(false));
    request.once('response', (response) => done(response.resume().statusCode === 200));
  });
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, fail) => probe.once('error', fail).listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('No free loopback port.');
  return address.port;
}

export async function endGroup(server: ChildProcess): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    signalGroup(server, signal);
    const deadline = Date.now() + 5000;
    while (signalGroup(server, 0) && Date.now() < deadline) await sleep(50);
  }
}

function signalGroup(server: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (server.pid === undefined) return false;
  try {
    return process.kill(-server.pid, signal);
  } catch {
    return false;
  }
}
