import { driftwatch } from '../support/driftwatch.ts';
import { HOUSE_PRICES, type Scene } from '../support/scene.ts';

/** The command line finds the whole stack by its bucket, and runs over it from this machine. */
export async function commandLine(scene: Scene): Promise<void> {
  const { report } = scene;
  const run = await driftwatch(scene, 'run', HOUSE_PRICES);
  report.note(run.stdout.trim().split('\n').slice(0, 3).join('\n      '));
  report.check(
    'driftwatch run s3://bucket finds no alert and exits with 0',
    run.status === 0,
    run.stderr,
  );
}
