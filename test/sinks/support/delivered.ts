import { type OpenPorts, openFolder } from '../../../lib/adapters/folder/ports.ts';
import { connectSinks } from '../../../lib/adapters/sinks/connect.ts';
import type { Environment } from '../../../lib/adapters/sinks/credentials.ts';
import { type Monitor, monitorSchema } from '../../../lib/monitor/schema.ts';
import { deliver } from '../../../lib/pipeline/deliver.ts';
import { runMonitor } from '../../../lib/pipeline/run-monitor.ts';
import type { WindowResult } from '../../../lib/results.ts';
import { monitor as example, exampleWorkspace, TODAY } from '../../support/example-workspace.ts';

/** The example, measured: three days, the last of which has drifted. Its sinks are given to it afterwards. */
export interface MeasuredExample {
  readonly root: string;
  readonly ports: OpenPorts;
  /** By start. */
  readonly results: readonly WindowResult[];
  /** Gives the windows to what `sinks` of a monitor file says. */
  give(sinks: object, environment?: Environment): ReturnType<typeof deliver>;
  close(): Promise<void>;
}

/** No sink of a test is waited for. */
const IMPATIENT = { tries: 1, pauseMilliseconds: 1, totalMilliseconds: 60_000 };

export async function measuredExample(): Promise<MeasuredExample> {
  const { root, remove } = await exampleWorkspace();
  const ports = await openFolder(root, { threads: 1 });
  const { windows } = await runMonitor(ports, { monitor: example, now: TODAY, run: 'run-1' });
  return {
    root,
    ports,
    results: windows,
    give: (sinks, environment = {}) =>
      deliver(
        ports,
        { monitor: withSinks(sinks), now: TODAY },
        connectSinks(ports.workspace, environment),
        IMPATIENT,
      ),
    close: async () => {
      await ports.close();
      await remove();
    },
  };
}

export function withSinks(sinks: object): Monitor {
  return monitorSchema.parse({ ...example, sinks });
}

/** A value of a result; the whole's, where nothing else is said. */
export function measuredValue(
  result: WindowResult | undefined,
  place: { metric: string; column?: string; segment?: string },
): number | null | undefined {
  const { metric, column = null, segment = null } = place;
  return result?.measurements.find(
    (one) =>
      one.metric === metric &&
      one.column === column &&
      one.segment === segment &&
      one.variant === null,
  )?.value;
}

/** Makes a correction of a window: its result anew with another value of a metric of the whole. */
export async function revise(
  { ports }: MeasuredExample,
  result: WindowResult,
  metric: string,
  value: number,
): Promise<WindowResult> {
  const { sha256 } = await import('../../../lib/audit/digest.ts');
  const { layout } = await import('../../../lib/pipeline/layout.ts');
  const { windowKey } = await import('../../../lib/pipeline/state.ts');
  const revised: WindowResult = {
    ...result,
    revision: result.revision + 1,
    measurements: result.measurements.map((one) =>
      one.metric === metric && one.column === null && one.segment === null && one.variant === null
        ? { ...one, value }
        : one,
    ),
  };
  const text = JSON.stringify(revised);
  const start = Date.parse(result.window.start);
  await ports.workspace.write(layout.result(result.monitor, start), text);
  const record = await ports.table.get(result.monitor, windowKey(start));
  if (!record) throw new Error(`no window ${result.window.start}`);
  const summary = {
    ...(record.summary as object),
    revision: revised.revision,
    digest: sha256(text),
  };
  await ports.table.write(result.monitor, [{ put: { ...record, summary } }]);
  return revised;
}
