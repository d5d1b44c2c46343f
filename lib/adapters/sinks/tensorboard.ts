import type { Datum } from '../../act/datum.ts';
import type { Delivery, Sink } from '../../act/delivery.ts';
import { layout, windowName } from '../../pipeline/layout.ts';
import type { Workspace } from '../../pipeline/ports.ts';
import { eventFile, type Summary } from './event-file.ts';
import { plainPart } from './plain-name.ts';
import { storeBytes } from './store-bytes.ts';

/** Of names of folders, which TensorBoard shows as runs. */
const ALLOWED = /[\w.\- =()<>[\],\p{L}\p{N}]/u;
const CHARACTERS = 120;
const WHOLE = 'all';

/**
 * Event files in the workspace, one a window in the folder of each slice: TensorBoard shows slices as runs, so that one chart
 * holds a metric of all of them. A rerun overwrites the file; a revision takes away what it no longer holds.
 */
export function tensorboardSink(workspace: Workspace): Sink {
  return {
    deliver: async (delivery) => {
      const folder = layout.tensorboard(delivery.monitor);
      const file = fileName(delivery);
      const written = new Set<string>();
      for (const [run, summaries] of runsOf(delivery)) {
        const key = `${folder}${run}/${file}`;
        const wallTime = Date.parse(delivery.window.start) / 1000;
        await storeBytes(workspace, key, eventFile(summaries, { step: delivery.step, wallTime }));
        written.add(key);
      }
      if (delivery.revision === 1) return;
      for await (const { key } of workspace.walk(folder))
        if (key.endsWith(`/${file}`) && !written.has(key)) await workspace.remove(key);
    },
  };
}

/** TensorBoard reads a folder's files in the order of their names. */
function fileName({ window }: Delivery): string {
  const start = Date.parse(window.start);
  return `events.out.tfevents.${String(start / 1000).padStart(12, '0')}.${windowName(start)}`;
}

/** What is shown of each run. */
function runsOf({ data, findings, histograms }: Delivery): Map<string, Summary[]> {
  const runs = new Map<string, Summary[]>([[WHOLE, []]]);
  for (const datum of data) {
    const { metric, column, value } = datum;
    const run = runName(datum);
    const summary = { tag: column === null ? metric : `${metric}/${column}`, value };
    runs.set(run, [...(runs.get(run) ?? []), summary]);
  }
  const lines = findings.map(({ severity, message }) => `- ${severity}: ${asCode(message)}`);
  runs.get(WHOLE)?.push(...histograms.map((histogram) => ({ tag: histogram.column, histogram })), {
    tag: 'findings',
    text: lines.length > 0 ? lines.join('\n') : 'none',
  });
  return runs;
}

function runName({ segment, variant }: Datum): string {
  const parts = [segment, variant === null ? null : `variant=${variant}`];
  const named = parts.filter((part) => part !== null);
  return named.length === 0 ? WHOLE : plainPart(named.join(' '), ALLOWED, CHARACTERS);
}

/** TensorBoard takes texts for Markdown; a message may hold values from the log. */
function asCode(message: string): string {
  return `\`${message.replaceAll('`', "'")}\``;
}
