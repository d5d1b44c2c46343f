import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { STACK_TAGS } from '../../../lib/adapters/aws/stack-tags.ts';
import { HOUSE_PRICES, type Scene } from '../support/scene.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** The command line finds the whole stack by its bucket, and runs over it from this machine. */
export async function commandLine(scene: Scene, env: Record<string, string>): Promise<void> {
  const { outputs, report } = scene;
  await tagBucket(scene);
  const location = `s3://${outputs.Bucket}`;
  const args = [
    '--no-warnings',
    '--import',
    'tsx',
    'bin/driftwatch.ts',
    'run',
    location,
    HOUSE_PRICES,
  ];
  const run = spawnSync(process.execPath, args, { cwd: PROJECT, env, encoding: 'utf8' });
  report.note(run.stdout.trim().split('\n').slice(0, 3).join('\n      '));
  report.check(
    'driftwatch run s3://bucket finds no alert and exits with 0',
    run.status === 0,
    run.stderr,
  );
}

/** What the template says of the bucket's tags, which the emulator leaves out. */
async function tagBucket({ account, outputs }: Scene): Promise<void> {
  const TagSet = [
    { Key: STACK_TAGS.table, Value: outputs.Table },
    { Key: STACK_TAGS.topic, Value: outputs.Topic },
    { Key: STACK_TAGS.bus, Value: outputs.Bus },
  ];
  await account.s3.send(
    new PutBucketTaggingCommand({ Bucket: outputs.Bucket, Tagging: { TagSet } }),
  );
}
