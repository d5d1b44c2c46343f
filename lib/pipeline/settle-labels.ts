import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { labelWait } from '../monitor/retention.ts';
import type { Monitor } from '../monitor/schema.ts';
import { scanParquet } from '../read/scan.ts';
import { sql } from '../sql/sql.ts';
import { withObjects } from './inputs.ts';
import { layout } from './layout.ts';
import { matchLabels } from './match-labels.ts';
import type { Ports } from './ports.ts';
import type { Staged } from './profile-shard.ts';
import type { Shard, Work } from './shard.ts';
import { countLabelRejects } from './stage-labels.ts';

const REASON = 'a label of no prediction within labels.wait';

/** When it is to be said which labels of a shard match nothing (ISO); null where that time has come. */
export function waitsUntil(monitor: Monitor, { claimed }: Shard, now: Date): string | null {
  const until = new Date(Date.parse(claimed) + labelWait(monitor));
  return until.getTime() > now.getTime() ? until.toISOString() : null;
}

/** Counts and keeps the labels of a shard that still match no prediction after `labels.wait`. */
export async function settleLabels(ports: Ports, monitor: Monitor, work: Work): Promise<Staged> {
  const key = layout.unmatchedLabels(monitor.monitor, work.id);
  const [object] = (await ports.workspace.list(key)).filter((one) => one.key === key);
  const { windows, rows, rejected } = work;
  if (!object) return { windows, rows, rejected, unmatched: 0 };
  const engine = await ports.openEngine();
  try {
    return await withObjects(ports, ports.workspace, [object], {}, async ({ files }) => {
      const labels = scanParquet(files.map(({ file }) => file.path));
      const { unmatched } = await matchLabels(ports, engine, monitor, work.claimed, labels);
      if (unmatched === 0) return { windows: [], rows, rejected, unmatched };
      const path = join(ports.scratch, `${randomUUID()}.jsonl`);
      await engine.run(
        sql`COPY (SELECT source, position AS line, ${REASON} AS reason, json_object('id', id, 'label', label) AS text, FALSE AS measured
          FROM unmatched ORDER BY source, position) TO ${path} (FORMAT json)`,
      );
      await ports.workspace.store(path, layout.unmatchedRejects(monitor.monitor, work.id));
      await rm(path, { force: true });
      const counted = { ...rejected, [REASON]: unmatched };
      const window = await countLabelRejects(ports, monitor, work, counted);
      return { windows: [window], rows, unmatched, rejected: counted };
    });
  } finally {
    engine.close();
  }
}
