import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openFolder } from '../../lib/adapters/folder/ports.ts';
import type { RetrainingRequest } from '../../lib/judge/retraining.ts';
import type { Monitor } from '../../lib/monitor/schema.ts';
import type { Ports } from '../../lib/pipeline/ports.ts';
import { runMonitor } from '../../lib/pipeline/run-monitor.ts';
import type { RetrainingRecord } from '../../lib/pipeline/state.ts';
import { monitor as example, exampleWorkspace, TODAY } from './example-workspace.ts';

const DAY = 86_400_000;
const removals: (() => Promise<void>)[] = [];

export const daysLater = (days: number) => new Date(TODAY.getTime() + days * DAY);

/** To be called after all tests of a file. */
export async function removeExamples(): Promise<void> {
  for (const remove of removals) await remove();
}

/** The example's monitor with levers of its retraining policy. */
export function policed(policy: object): Monitor {
  if (!example.retrain) throw new Error('the example asks for retraining');
  return { ...example, retrain: { ...example.retrain, ...policy } };
}

/** The example in a folder of its own under a policy, not run yet. */
export async function policedExample(policy: object) {
  const { root, remove } = await exampleWorkspace();
  const [monitor, kept] = [policed(policy), `${root}-kept`];
  removals.push(remove, () => rm(kept, { recursive: true, force: true }));
  const within = async <T>(use: (ports: Ports) => Promise<T>): Promise<T> => {
    const ports = await openFolder(root, { threads: 1 });
    try {
      return await use(ports);
    } finally {
      await ports.close();
    }
  };
  const sent = async (kind: string) => {
    const folder = join(root, 'outbox/credit-risk');
    const all = await readdir(folder).catch(() => []);
    const files = all.filter((file) => file.startsWith(kind)).sort();
    return Promise.all(
      files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8'))),
    );
  };
  return {
    root,
    monitor,
    within,
    run: (at: Date, changed = monitor) =>
      within((ports) => runMonitor(ports, { monitor: changed, now: at, run: `run-${+at}` })),
    /** Requests that were sent. */
    requests: () => sent('retraining') as Promise<RetrainingRequest[]>,
    /** Messages that ask for approval. */
    approvals: async () =>
      (await sent('message')).filter(({ attributes }) => attributes.severity === 'info'),
    record: () =>
      within(
        async ({ table }) => (await table.get('credit-risk', 'retraining')) as RetrainingRecord,
      ),
    keep: () => cp(root, kept, { recursive: true, preserveTimestamps: true }),
    restore: async () => {
      await rm(root, { recursive: true });
      await cp(kept, root, { recursive: true, preserveTimestamps: true });
    },
  };
}

/** The same, judged once. */
export async function judgedExample(policy: object) {
  const played = await policedExample(policy);
  return { ...played, first: await played.run(TODAY) };
}
