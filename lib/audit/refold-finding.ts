import { addEvidence } from '../judge/add-evidence.ts';
import { type JudgedWindow, judgedWindow } from '../judge/judged-window.ts';
import { monitorMetrics } from '../metrics/custom/monitor-metrics.ts';
import { alertPolicy } from '../monitor/alert-policy.ts';
import type { Monitor } from '../monitor/schema.ts';
import { layout } from '../pipeline/layout.ts';
import type { Ports } from '../pipeline/ports.ts';
import type { Finding, WindowResult } from '../results.ts';
import { sameContent } from './same-content.ts';

/** A finding that rests on several windows beside what their results give once more; null where they give none. */
export interface Refolded {
  readonly recorded: Finding;
  readonly recomputed: Finding | null;
}

/**
 * Folds the results of the windows that such a finding rests on once more: `starts` are those from its `since` to the last of its
 * incident, epoch ms, in order. Evidence began at zero before the first, so that nothing earlier is needed.
 */
export async function refoldFinding(
  ports: Ports,
  monitor: Monitor,
  starts: readonly number[],
  recorded: Finding,
): Promise<Refolded> {
  const windows: JudgedWindow[] = [];
  for (const start of starts) {
    const text = await ports.workspace.read(layout.result(monitor.monitor, start));
    if (text !== null)
      windows.push(judgedWindow(JSON.parse(text) as WindowResult, monitorMetrics(monitor)));
  }
  const from = windows.filter(({ start }) => start >= (recorded.since ?? ''));
  const folded = addEvidence(from, new Map(), alertPolicy(monitor)).windows;
  const found = folded.flatMap(({ findings }) => findings).filter(({ since }) => since);
  const like = found.filter(
    ({ metric, column, since }) =>
      metric === recorded.metric && column === recorded.column && since === recorded.since,
  );
  const same = like.find((one) => sameContent(one, recorded));
  return { recorded, recomputed: same ?? like.at(-1) ?? null };
}
