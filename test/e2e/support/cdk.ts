import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface CdkOptions {
  readonly env: Record<string, string>;
  readonly cwd: string;
}

export interface CdkResult {
  readonly stdout: string;
  readonly exitCode: number;
}

/** What every call said, of both streams, in the order it was said. */
export const CDK_LOG = fileURLToPath(new URL('../../../.cache/e2e-cdk.log', import.meta.url));

const CDK = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');

/** Runs the project's own CDK command line, what `npx cdk` starts, without asking anything. */
export async function cdk(args: readonly string[], options: CdkOptions): Promise<CdkResult> {
  mkdirSync(dirname(CDK_LOG), { recursive: true });
  const log = createWriteStream(CDK_LOG, { flags: 'a' });
  log.write(`\n$ cdk ${args.join(' ')}\n`);
  const child = spawn(process.execPath, [CDK, ...args, ...unattended(args)], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    log.write(text);
  });
  child.stderr.on('data', (text: Buffer) => log.write(text));
  const exitCode = await new Promise<number>((done, fail) => {
    child.once('error', fail).once('close', (code) => done(code ?? 1));
  });
  await new Promise<void>((done) => log.end(done));
  return { stdout, exitCode };
}

function unattended([verb]: readonly string[]): string[] {
  const always = ['--ci', '--no-notices', '--no-color'];
  if (verb === 'deploy') return [...always, '--require-approval', 'never', '--progress', 'events'];
  if (verb === 'destroy') return [...always, '--force'];
  return always;
}
