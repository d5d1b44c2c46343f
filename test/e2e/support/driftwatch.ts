import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { STACK_TAGS } from '../../../lib/adapters/aws/stack-tags.ts';
import type { Scene } from './scene.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line from this machine: a command over the stack's bucket. */
export function driftwatch(
  { outputs, env }: Scene,
  command: string,
  ...args: readonly string[]
): Promise<Said> {
  const node = ['--no-warnings', '--import', 'tsx', 'bin/driftwatch.ts'];
  const child = spawn(process.execPath, [...node, command, `s3://${outputs.Bucket}`, ...args], {
    cwd: PROJECT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  return new Promise((done, fail) => {
    child.once('error', fail).once('close', (status) => done({ status, ...said }));
  });
}

/** Tags the bucket as the template says: the emulator leaves that out. */
export async function tagBucket({ account, outputs }: Scene): Promise<void> {
  const TagSet = [
    { Key: STACK_TAGS.table, Value: outputs.Table },
    { Key: STACK_TAGS.topic, Value: outputs.Topic },
    { Key: STACK_TAGS.bus, Value: outputs.Bus },
  ];
  await account.s3.send(
    new PutBucketTaggingCommand({ Bucket: outputs.Bucket, Tagging: { TagSet } }),
  );
}
