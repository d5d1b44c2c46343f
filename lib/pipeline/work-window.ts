import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import { readDue, removeDue } from './due.ts';
import { evaluateWindow } from './evaluate-window.ts';
import { joinLabels } from './join-labels.ts';
import { nextLookUp } from './look-up-labels.ts';
import type { Ports } from './ports.ts';
import type { WindowRecord } from './state.ts';
import { windowKey } from './state.ts';
import { writeWindowTables } from './write-tables.ts';

/** Brings one window up to date: joins its labels, measures it, judges it. Null where its shards must be profiled anew first. */
export async function workWindow(
  ports: Ports,
  input: { monitor: Monitor; window: number; now: Date },
): Promise<WindowResult | null> {
  const { monitor, window, now } = input;
  const due = (await readDue(ports, monitor.monitor, window)).filter(
    ({ from }) => (from ?? '') <= now.toISOString(),
  );
  const before = (await ports.table.get(monitor.monitor, windowKey(window))) as WindowRecord | null;
  const came = arrival(before, due, now);
  await joinLabels(ports, { monitor, window, due, came, now });
  const result = await evaluateWindow(ports, monitor, { start: window, before, came, now });
  if (!result) return null;
  await writeWindowTables(ports, monitor, [result]);
  await nextLookUp(ports, monitor, window, came, now);
  await removeDue(ports, monitor.monitor, due);
  return result;
}

/** When the first and the last of its predictions came. */
function arrival(before: WindowRecord | null, due: Awaited<ReturnType<typeof readDue>>, now: Date) {
  const claims = due
    .filter(({ by }) => by.startsWith('predictions-'))
    .map(({ claimed }) => claimed)
    .concat(before ? [before.came.first, before.came.last] : [])
    .sort();
  const known = claims.length > 0 ? claims : [now.toISOString()];
  return { first: known[0] as string, last: known.at(-1) as string };
}
