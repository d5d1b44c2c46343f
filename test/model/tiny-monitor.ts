import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import { parseMonitor } from '../../lib/monitor/load.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import { ensureBaseline } from '../../lib/pipeline/ensure-baseline.ts';

/** A binary classifier with two features, whose every window is judged, however few its rows. */
export function tinyMonitor(times: { readonly lookBack: string; readonly wait: string }): Monitor {
  const text = `
monitor: m
task: binary
window: 1d
look_back: ${times.lookBack}
columns: { id: id, timestamp: t, prediction: d, positive: 1, label: y, segments: [city],
  features: { x: numeric, city: categorical } }
labels: { from: s3, wait: ${times.wait} }
alerts: { min_rows: 1 }
thresholds: { accuracy: { min: 0.6 }, mean: { max: 1 }, missing_share: { max: 0.3 } }
`;
  return parseMonitor(text, 'm.yaml');
}

const REFERENCE = Array.from({ length: 20 }, (_, i) =>
  [(i % 7) - 3, i % 2 ? 'a' : 'b', i % 2, i % 3 ? 1 : 0].join(','),
);

/** A folder with the monitor's baseline, built once, that workspaces are copied from. */
export async function template(monitor: Monitor) {
  const folder = await mkdtemp(join(tmpdir(), 'driftwatch-model-'));
  const root = join(folder, 'template');
  await mkdir(join(root, 'baselines/m/v1'), { recursive: true });
  await writeFile(
    join(root, 'baselines/m/v1/reference.csv'),
    `x,city,d,y\n${REFERENCE.join('\n')}\n`,
  );
  const ports = await openFolder(root, { threads: 1 });
  await ensureBaseline(ports, monitor);
  await ports.close();
  let copies = 0;
  return {
    copy: async () => {
      const to = join(folder, `copy-${copies++}`);
      await cp(root, to, { recursive: true });
      return to;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export type Template = Awaited<ReturnType<typeof template>>;
