import { inBatches } from './due.ts';
import { isoSeconds } from './layout.ts';
import type { Ports } from './ports.ts';

type Table = Pick<Ports, 'table'>;

const PAGES = 'page#';

/** Starts (epoch ms) of the windows whose reports are still to be drawn: by a run before this one, which could not. */
export async function pagesLeft({ table }: Table, monitor: string): Promise<number[]> {
  const items = await table.query(monitor, PAGES);
  return items.map(({ sk }) => Date.parse(sk.slice(PAGES.length)));
}

/** Notes that reports are to be drawn, until they are. */
export async function notePages(
  { table }: Table,
  monitor: string,
  windows: readonly number[],
): Promise<void> {
  await inBatches(
    { table },
    monitor,
    windows.map((start) => ({ put: { sk: pageKey(start) } })),
  );
}

export async function pageDrawn({ table }: Table, monitor: string, window: number): Promise<void> {
  await table.write(monitor, [{ remove: pageKey(window) }]);
}

function pageKey(start: number): string {
  return `${PAGES}${isoSeconds(start)}`;
}
