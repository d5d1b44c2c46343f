import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientConfig, childEnvironment, clientConfig } from './emulator-clients.ts';
import { endGroup, freePort, healthy, serve } from './emulator-server.ts';
import { emulatorPython } from './emulator-venv.ts';
import { workersOf } from './workers.ts';

export interface EmulatorOptions {
  /** Serves over TLS and holds every caller, Lambda roles too, to its IAM policies; needs `openssl`. */
  readonly enforceIam?: boolean;
}

export interface Emulator {
  readonly endpoint: string;
  /** The whole environment of a child process: the caller's, less what names a real AWS. */
  readonly env: Record<string, string>;
  /** What an SDK client in this process is made with. */
  readonly client: ClientConfig;
  /** Ids of the processes that run a function whose name contains `name`. */
  workers(name: string): number[];
  logs(): string;
  stop(): Promise<void>;
}

export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const enforceIam = options.enforceIam ?? false;
  const python = emulatorPython();
  const port = await freePort();
  const state = mkdtempSync(join(tmpdir(), 'driftwatch-emulator-'));
  const endpoint = `${enforceIam ? 'https' : 'http'}://127.0.0.1:${port}`;
  const certificate = enforceIam ? join(state, 'ministack-tls', 'server.crt') : undefined;
  const logFile = join(state, 'emulator.log');
  const server = serve({ python, port, state, logFile, enforceIam });
  let kept = '';
  const logs = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : kept);
  const stop = async () => {
    await endGroup(server);
    kept = logs();
    rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await healthy(server, endpoint, certificate);
  } catch (cause) {
    await stop();
    throw new Error(`The emulator did not start:\n${kept.slice(-4000)}`, { cause });
  }
  return {
    endpoint,
    env: childEnvironment(endpoint, state, certificate),
    client: clientConfig(endpoint, certificate),
    // It leads a group of processes of its own.
    workers: (name) => workersOf(server.pid ?? 0, name),
    logs,
    stop,
  };
}
