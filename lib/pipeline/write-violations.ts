import { violationsOf } from '../act/sagemaker/violations.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import { layout } from './layout.ts';
import type { Workspace } from './ports.ts';

/** Writes what of a window's findings SageMaker calls violations, in its schema, where the monitor file asks for it. */
export async function writeViolations(
  workspace: Pick<Workspace, 'write'>,
  monitor: Monitor,
  result: WindowResult,
): Promise<void> {
  if (!monitor.sagemaker?.violations) return;
  const start = Date.parse(result.window.start);
  for (const [kind, file] of Object.entries(violationsOf(result)))
    await workspace.write(
      layout.violations(monitor.monitor, start, kind),
      `${JSON.stringify(file, null, 2)}\n`,
    );
}
