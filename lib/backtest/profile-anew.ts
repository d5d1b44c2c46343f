import { overlay, type Source } from '../adapters/overlay/open.ts';
import { ConfigError } from '../errors.ts';
import type { Monitor } from '../monitor/schema.ts';
import { layout } from '../pipeline/layout.ts';
import { runMonitor } from '../pipeline/run-monitor.ts';
import { workOff } from '../pipeline/work-off.ts';
import { isDerived, withoutDataSet } from './hidden-keys.ts';
import { recordOutlets } from './record-outlets.ts';

/** Reads all logs and labels of a source under a monitor file, into the scratch folder; the source stays as it is. @throws ConfigError */
export async function profileAnew(source: Source, monitor: Monitor, now: Date): Promise<Source> {
  const name = monitor.monitor;
  const keys = (await source.workspace.list(layout.baselines(name))).map(({ key }) => key);
  const ports = await overlay(
    source,
    recordOutlets().outlets,
    isDerived(withoutDataSet(name, keys)),
  );
  let runs = 0;
  const run = () => runMonitor(ports, { monitor, now, run: `backtest-${runs++}` });
  for await (const { finished, failed } of workOff(ports, name, run)) {
    const [first] = failed;
    if (first && !finished)
      throw new ConfigError(`${first.shard} could not be profiled: ${first.error}`);
  }
  return { ...source, workspace: ports.workspace };
}
