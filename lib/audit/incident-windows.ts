import type { Incident } from '../judge/incidents.ts';
import { windowOfName } from '../pipeline/layout.ts';
import type { Ports } from '../pipeline/ports.ts';
import type { WindowRecord } from '../pipeline/state.ts';
import type { Finding, WindowResult } from '../results.ts';
import { sameContent } from './same-content.ts';

export interface FoundWindow {
  /** Epoch ms. */
  readonly start: number;
  /** Those of the incident that this window holds. */
  readonly findings: readonly Finding[];
}

const READ_AT_ONCE = 16;

/**
 * The windows that hold an incident's findings, by start, and the findings that none holds as they are: these rest on
 * several windows, which are among those returned, or their window was revised since.
 *
 * Looks through what the table remembers, then through results, the newest first.
 */
export async function windowsOf(
  ports: Ports,
  monitor: string,
  { findings, last }: Pick<Incident, 'findings' | 'last'>,
): Promise<{ windows: FoundWindow[]; elsewhere: Finding[] }> {
  const found = new Map<number, Finding[]>();
  const severally = findings.filter(({ since }) => since);
  let left: Finding[] = findings.filter(({ since }) => !since);
  const look = (start: number, held: readonly Finding[]) => {
    const its = left.filter((finding) => held.some((one) => sameContent(one, finding)));
    if (its.length === 0) return;
    found.set(start, [...(found.get(start) ?? []), ...its]);
    left = left.filter((finding) => !its.includes(finding));
  };
  const records = (await ports.table.query(monitor, 'window#')) as WindowRecord[];
  for (const { start, judged } of records.reverse()) look(start, judged.findings);
  const first = severally.map(({ since }) => Date.parse(since ?? '')).sort((a, b) => a - b)[0];
  const restsOn = (start: number) =>
    first !== undefined && start >= first && start <= Date.parse(last) && !found.has(start);
  const objects =
    left.length > 0 || first !== undefined ? await ports.workspace.list(`results/${monitor}/`) : [];
  const keys = objects.map(({ key }) => key).reverse();
  for (const start of keys.map((key) => windowOfName(`/${key}`)))
    if (start !== null && restsOn(start)) found.set(start, []);
  for (let i = 0; i < keys.length && left.length > 0; i += READ_AT_ONCE) {
    const some = keys.slice(i, i + READ_AT_ONCE);
    const texts = await Promise.all(some.map((key) => ports.workspace.read(key)));
    for (const [j, key] of some.entries()) {
      const start = windowOfName(`/${key}`);
      if (start !== null) look(start, findingsOf(texts[j] ?? ''));
    }
  }
  const windows = [...found].map(([start, findings]) => ({ start, findings }));
  return { windows: windows.sort((a, b) => a.start - b.start), elsewhere: [...severally, ...left] };
}

/** None where the file is no result. */
function findingsOf(text: string): readonly Finding[] {
  try {
    return (JSON.parse(text) as WindowResult).findings ?? [];
  } catch {
    return [];
  }
}
