import { parseDuration } from '../monitor/duration.ts';
import type { Monitor } from '../monitor/schema.ts';
import type { WindowResult } from '../results.ts';
import { layout } from './layout.ts';
import type { Ports } from './ports.ts';

/** The results of so many windows up to the one with this ISO start, by start; null where a window has none. */
export async function readRecent(
  { workspace }: Pick<Ports, 'workspace'>,
  monitor: Monitor,
  last: string,
  count: number,
): Promise<(WindowResult | null)[]> {
  const length = parseDuration(monitor.window);
  const starts = Array.from(
    { length: count },
    (_, i) => Date.parse(last) - (count - 1 - i) * length,
  );
  return Promise.all(
    starts.map(async (start) => {
      const text = await workspace.read(layout.result(monitor.monitor, start));
      return text === null ? null : (JSON.parse(text) as WindowResult);
    }),
  );
}
