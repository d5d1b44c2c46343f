import { openFolder } from '../../lib/adapters/folder/ports.ts';
import type { StepRun } from '../../lib/cost/step-run.ts';
import { checkMonitor } from '../../lib/monitor/load.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { type Counted, countedPorts } from './counted-ports.ts';
import { loadEnd, loadMonitor } from './rows.ts';
import { runSteps } from './run-steps.ts';
import type { LoadShape } from './shape.ts';
import { bytesByFolder, withWorkspace } from './workspace-copy.ts';

/** One run of the whole pipeline over a load. */
export interface LoadRun {
  readonly shape: LoadShape;
  readonly steps: readonly StepRun[];
  /** From the first step's start to the last one's end, one after another. */
  readonly seconds: number;
  /** The most memory that the process ever held. */
  readonly peakBytes: number;
  /** What is in the workspace after it, by the first folder of the key. */
  readonly storedBytes: Readonly<Record<string, number>>;
  /** Of the table's items, by what their keys begin with. */
  readonly tableBytes: Readonly<Record<string, number>>;
  /** Metrics that CloudWatch would bill. */
  readonly metrics: number;
}

/** Plan, profile, join, measure and conclude over a prepared load, in a workspace of its own. @throws where a row or a label is not used */
export async function runLoad(
  prepared: string,
  shape: LoadShape,
  threads: number,
): Promise<LoadRun> {
  const monitor = checkMonitor(loadMonitor(shape), 'bench');
  return withWorkspace(prepared, async (root) => {
    const ports = await openFolder(root, { threads });
    try {
      const counted = countedPorts(ports);
      const start = performance.now();
      const steps = await runSteps(counted, monitor, loadEnd(shape));
      const seconds = (performance.now() - start) / 1000;
      const peakBytes = process.resourceUsage().maxRSS * 1024;
      const tableBytes = counted.tableBytes();
      await check(counted, monitor, shape);
      const storedBytes = await bytesByFolder(root);
      const metrics = counted.metrics.size;
      return { shape, steps, seconds, peakBytes, storedBytes, tableBytes, metrics };
    } finally {
      await ports.close();
    }
  });
}

async function check({ ports }: Counted, monitor: Monitor, shape: LoadShape): Promise<void> {
  const results = await ports.workspace.list(`results/${monitor.monitor}/`);
  const total = { rows: 0, labelled: 0 };
  for (const { key } of results) {
    const { rows, labelled } = JSON.parse((await ports.workspace.read(key)) ?? '');
    total.rows += rows;
    total.labelled += labelled;
  }
  const labelled = shape.labelObjects > 0 ? shape.rows : 0;
  if (total.rows === shape.rows && total.labelled === labelled) return;
  throw new Error(
    `the results have ${total.rows} of ${shape.rows} rows and ${total.labelled} of ${labelled} labels`,
  );
}
